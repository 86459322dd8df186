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
import { ControllerLoop } from '../ControllerLoop';
import { buildPod, NODE_ID, WORKFLOW_LABEL } from './buildPod';
import { driverOutputs } from './driverOutputs';
import { podNameOf } from './hash';
import { Operation } from './Operation';
import { podReport, type PodReport } from './podReport';
import { stepScript } from './script';
import {
  isOver,
  type ArgoNode,
  type ArgoTemplate,
  type Workflow,
} from './types';

/**
 * Argo's controller as far as KFP's workflows need it, and the programs of the
 * pods: those do nothing but what the script says.
 */
export class WorkflowController {
  private readonly timers: Timers;
  private readonly loop: ControllerLoop;
  /** Pods (by uid) whose program runs. */
  private readonly running = new Set<string>();

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
    this.loop = new ControllerLoop({
      client: options.client,
      timers: this.timers,
      logger: options.logger,
      resource: WORKFLOWS,
      podLabel: WORKFLOW_LABEL,
      look: workflow => this.look(workflow as Workflow),
      podChanged: pod => this.runProgram(pod),
    });
  }

  start(): void {
    this.loop.start();
  }

  stop(): void {
    this.loop.stop();
    this.timers.stop();
  }

  private look(workflow: Workflow): void {
    const { client, clock } = this.options;
    if (isOver(workflow.status?.phase || undefined)) return;
    const { namespace = '' } = workflow.metadata;
    const operation = new Operation(workflow, {
      now: kubeTime(clock.now()),
      pod: (node, template) => this.podOf(workflow, node, template),
      stopPod: node =>
        this.options.kubelet.terminate(
          { namespace, name: nameOfPod(workflow, node) },
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
        this.loop.again(workflow);
        return { phase: 'Pending', message: error.message };
      }
      return { phase: 'Error', message: error.message };
    }
  }

  /** Once the container runs: its lines, and its end. */
  private runProgram(pod: KubeObject): void {
    const {
      namespace = '',
      name,
      uid = '',
      annotations,
      labels,
    } = pod.metadata;
    if (podReport(pod).phase !== 'Running' || this.running.has(uid)) return;
    const { appendLog, client, kubelet, random } = this.options;
    const workflow = client.get(
      WORKFLOWS,
      namespace,
      labels![WORKFLOW_LABEL],
    ) as Workflow | undefined;
    const node = workflow?.status?.nodes?.[annotations![NODE_ID]];
    if (!workflow || !node) return;
    this.running.add(uid);
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
