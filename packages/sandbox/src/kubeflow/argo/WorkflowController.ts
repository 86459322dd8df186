import { KubeStatusError } from '../../kube/KubeStatusError';
import { kubeTime } from '../../kubeTime';
import { PODS, WORKFLOWS } from '../../knownResources';
import type { Kubelet } from '../../spark/Kubelet';
import { between } from '../../spark/ids';
import { Timers } from '../../Timers';
import type {
  Clock,
  KubeClient,
  KubeObject,
  KubeServer,
  Logger,
  Random,
} from '../../types';
import { buildPod, NODE_ID, WORKFLOW_LABEL } from './buildPod';
import { driverOutputs } from './driverOutputs';
import { podNameOf } from './hash';
import { Operation, type PodReport } from './Operation';
import { podReport } from './podReport';
import { stepScript } from './script';
import {
  isOver,
  type ArgoNode,
  type ArgoTemplate,
  type Workflow,
} from './types';

const LOOK_AFTER_MS = 300;
/** A pod that the quota has no room for is asked for again. */
const AGAIN_MS = 10_000;

/**
 * Argo's controller as far as KFP's workflows need it, and the programs of the
 * pods: those do nothing but what the script says.
 */
export class WorkflowController {
  private readonly timers: Timers;
  private readonly looking = new Set<string>();
  /** Pods (by uid) whose program runs. */
  private readonly running = new Set<string>();
  private readonly stops: Array<() => void> = [];

  constructor(
    private readonly options: {
      client: KubeClient;
      kubelet: Kubelet;
      appendLog: KubeServer['appendLog'];
      clock: Clock;
      random: Random;
      logger?: Logger;
    },
  ) {
    this.timers = new Timers(options.clock);
  }

  start(): void {
    const { client } = this.options;
    this.stops.push(
      client.watch(WORKFLOWS, ({ type, object }) => {
        if (type !== 'DELETED') this.soon(object.metadata);
      }),
      client.watch(PODS, ({ type, object }) => {
        const { labels, namespace } = object.metadata;
        const name = labels?.[WORKFLOW_LABEL];
        if (!name) return;
        if (type !== 'DELETED') this.runProgram(object, name);
        this.soon({ namespace, name });
      }),
    );
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.timers.stop();
  }

  private soon(
    { namespace, name }: { namespace?: string; name: string },
    after = LOOK_AFTER_MS,
  ): void {
    const key = `${namespace}/${name} ${after}`;
    if (this.looking.has(key)) return;
    this.looking.add(key);
    this.timers.after(after, () => {
      this.looking.delete(key);
      try {
        this.look(namespace, name);
      } catch (error) {
        this.options.logger?.warn(`workflow ${namespace}/${name}: ${error}`);
      }
    });
  }

  private look(namespace: string | undefined, name: string): void {
    const { client, clock } = this.options;
    const workflow = this.read(namespace, name);
    if (!workflow || isOver(workflow.status?.phase || undefined)) return;
    const operation = new Operation(workflow, {
      now: kubeTime(clock.now()),
      pod: (node, template) => this.podOf(workflow, node, template),
      stopPod: node =>
        this.options.kubelet.terminate(
          { namespace: namespace!, name: nameOfPod(workflow, node) },
          { exitCode: 143, reason: 'Error' },
        ),
      outputs: node => driverOutputs(workflow, node),
    });
    const status = operation.run();
    const over = isOver(status.phase || undefined);
    const labels = {
      ...workflow.metadata.labels,
      'workflows.argoproj.io/phase': status.phase!,
      ...(over && { 'workflows.argoproj.io/completed': 'true' }),
    };
    client.update(WORKFLOWS, {
      ...workflow,
      metadata: { ...workflow.metadata, labels },
      status,
    });
  }

  private read(namespace: string | undefined, name: string) {
    return this.options.client.get(WORKFLOWS, namespace, name) as
      | Workflow
      | undefined;
  }

  private podOf(
    workflow: Workflow,
    node: ArgoNode,
    template: ArgoTemplate,
  ): PodReport {
    const { client } = this.options;
    const { namespace } = workflow.metadata;
    const pod = client.get(PODS, namespace, nameOfPod(workflow, node));
    if (pod) return podReport(pod);
    if (node.hostNodeName) return { phase: 'Error', message: 'pod deleted' };
    try {
      client.create(PODS, buildPod(workflow, node, template));
      return { phase: 'Pending' };
    } catch (error) {
      if (!(error instanceof KubeStatusError)) throw error;
      if (error.status.code === 403) {
        this.soon(workflow.metadata, AGAIN_MS);
        return { phase: 'Pending', message: error.message };
      }
      return { phase: 'Error', message: error.message };
    }
  }

  /** Once the container runs: its lines, and its end. */
  private runProgram(pod: KubeObject, workflowName: string): void {
    const { namespace = '', name, uid = '' } = pod.metadata;
    if (podReport(pod).phase !== 'Running' || this.running.has(uid)) return;
    const workflow = this.read(namespace, workflowName);
    const node = workflow?.status?.nodes?.[pod.metadata.annotations![NODE_ID]];
    if (!workflow || !node) return;
    this.running.add(uid);
    const { appendLog, kubelet, random } = this.options;
    const { takes, lines, end } = stepScript(workflow, node);
    const duration = between(random, ...takes);
    lines.forEach((line, index) => {
      this.timers.after((duration * (index + 1)) / (lines.length + 1), () => {
        if (this.isThere(pod)) appendLog(namespace, name, 'main', line);
      });
    });
    this.timers.after(duration, () => {
      this.running.delete(uid);
      if (this.isThere(pod)) kubelet.terminate({ namespace, name }, end);
    });
  }

  private isThere({ metadata }: KubeObject): boolean {
    const { namespace, name, uid } = metadata;
    const now = this.options.client.get(PODS, namespace, name);
    return now?.metadata.uid === uid && podReport(now!).phase === 'Running';
  }
}

function nameOfPod({ metadata }: Workflow, node: ArgoNode): string {
  return podNameOf(metadata.name, node.name, node.templateName!);
}
