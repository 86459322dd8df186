import { asArray, asObject, type JsonObject } from '../../kube/json';
import { KubeStatusError } from '../../kube/KubeStatusError';
import { kubeTime } from '../../kubeTime';
import { JOBS, PODS } from '../../knownResources';
import { randomSuffix } from '../../random';
import { containerState, podStatus } from '../../spark/containerStatus';
import type { EventRecorder } from '../../spark/EventRecorder';
import type { Kubelet, Termination } from '../../spark/Kubelet';
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

export const JOB_NAME = 'batch.kubernetes.io/job-name';

/** What a container does from when it runs until it ends. */
export type Program = (
  pod: KubeObject,
  say: (line: string) => void,
) => Promise<Termination>;

/** Makes the pods of Jobs, runs what is in them, and says in the status what came of it. */
export class JobController {
  private readonly timers: Timers;
  private readonly loop: ControllerLoop;
  /** Pods (by uid) whose program runs. */
  private readonly running = new Set<string>();

  constructor(
    private readonly options: {
      client: KubeClient;
      kubelet: Kubelet;
      recorder: EventRecorder;
      appendLog: KubeServer['appendLog'];
      program: Program;
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
      resource: JOBS,
      podLabel: JOB_NAME,
      look: job => this.look(job),
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

  private look(job: KubeObject): void {
    const { client, clock } = this.options;
    if (job.metadata.deletionTimestamp) return;
    const spec = asObject(job.spec);
    const status = asObject(job.status);
    const now = kubeTime(clock.now());
    if (isOver(job)) {
      this.deleteInTime(job, Number(spec.ttlSecondsAfterFinished));
      return;
    }
    const pods = client
      .list(PODS, {
        namespace: job.metadata.namespace,
        labelSelector: `${JOB_NAME}=${job.metadata.name}`,
      })
      .filter(({ metadata }) =>
        metadata.ownerReferences?.some(({ uid }) => uid === job.metadata.uid),
      );
    const phases = pods.map(pod => podStatus(pod).phase ?? 'Pending');
    const count = (phase: string) => phases.filter(one => one === phase).length;
    const failed = count('Failed');
    const succeeded = count('Succeeded');
    const active = pods.length - failed - succeeded;
    const limit = Number(spec.backoffLimit ?? 6);
    const counts = {
      ...(active > 0 ? { active } : { active: null }),
      ...(failed > 0 && { failed }),
      ...(succeeded > 0 && { succeeded }),
    };
    if (succeeded > 0) {
      this.write(job, {
        ...counts,
        completionTime: now,
        conditions: conditionsOf('Complete', now, {
          reason: 'CompletionsReached',
          message: 'Reached expected number of succeeded pods',
        }),
      });
      return;
    }
    if (failed > limit) {
      const reason = 'BackoffLimitExceeded';
      const message = 'Job has reached the specified backoff limit';
      this.write(job, {
        ...counts,
        conditions: conditionsOf('Failed', now, { reason, message }),
      });
      this.options.recorder.record(job, {
        ...{ type: 'Warning', reason, message },
        component: 'job-controller',
      });
      return;
    }
    const started = { startTime: status.startTime ?? now };
    if (active > 0 || spec.suspend === true) {
      this.write(job, { ...counts, ...started });
      return;
    }
    try {
      client.create(PODS, this.buildPod(job));
      this.write(job, { ...counts, ...started, active: 1 });
    } catch (error) {
      if (!(error instanceof KubeStatusError)) throw error;
      this.options.recorder.record(job, {
        type: 'Warning',
        reason: 'FailedCreate',
        message: `Error creating: ${error.message}`,
        component: 'job-controller',
      });
      this.loop.again(job);
    }
  }

  private write(job: KubeObject, status: JsonObject): void {
    const { namespace, name } = job.metadata;
    this.options.client.patch(
      JOBS,
      namespace,
      name,
      { status },
      {
        type: 'merge',
        subresource: 'status',
      },
    );
  }

  private deleteInTime(job: KubeObject, seconds: number): void {
    if (!Number.isFinite(seconds)) return;
    const { client, clock } = this.options;
    const { namespace, name, uid } = job.metadata;
    const ended = asArray(asObject(job.status).conditions).map(asObject)[0];
    const at = Date.parse(String(ended.lastTransitionTime)) + seconds * 1000;
    this.timers.after(Math.max(at - clock.now(), 0), () => {
      if (client.get(JOBS, namespace, name)?.metadata.uid === uid) {
        client.delete(JOBS, namespace, name);
      }
    });
  }

  private buildPod(job: KubeObject): KubeObject {
    const { name, namespace, uid = '' } = job.metadata;
    const template = asObject(asObject(job.spec).template);
    const metadata = asObject(template.metadata);
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${name}-${randomSuffix(this.options.random)}`,
        namespace,
        annotations: asObject(metadata.annotations) as Record<string, string>,
        labels: {
          ...(asObject(metadata.labels) as Record<string, string>),
          [JOB_NAME]: name,
          'job-name': name,
          'batch.kubernetes.io/controller-uid': uid,
        },
        ownerReferences: [
          { apiVersion: 'batch/v1', kind: 'Job', name, uid, controller: true },
        ],
      },
      spec: template.spec,
    };
  }

  private runProgram(pod: KubeObject): void {
    const { namespace = '', name, uid = '' } = pod.metadata;
    if (podStatus(pod).phase !== 'Running' || this.running.has(uid)) return;
    if (!containerState(pod).running) return;
    this.running.add(uid);
    const { appendLog, kubelet, program, logger } = this.options;
    const [container] = asArray(asObject(pod.spec).containers).map(asObject);
    program(pod, line => {
      appendLog(namespace, name, String(container.name), line);
    })
      .then(end => kubelet.terminate({ namespace, name }, end))
      .catch(error => logger?.warn(`pod ${namespace}/${name}: ${error}`));
  }
}

export function isOver(job: KubeObject): boolean {
  return asArray(asObject(job.status).conditions)
    .map(asObject)
    .some(
      ({ type, status }) =>
        (type === 'Complete' || type === 'Failed') && status === 'True',
    );
}

function conditionsOf(
  type: 'Complete' | 'Failed',
  at: string,
  said: { reason: string; message: string },
): JsonObject[] {
  const before = type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget';
  return [before, type].map(one => ({
    ...{ type: one, status: 'True', ...said },
    lastProbeTime: at,
    lastTransitionTime: at,
  }));
}
