import { kubeTime } from '../kubeTime';
import { NODES, PODS } from '../knownResources';
import { Timers } from '../Timers';
import type { Clock, KubeClient, KubeObject, Random } from '../types';
import {
  containerState,
  containerStatuses,
  mainContainer,
  nodeNameOf,
  podConditions,
  podStatus,
} from './containerStatus';
import type { EventRecorder, RecordedEvent } from './EventRecorder';
import { between } from './ids';
import { imagePullProblem } from './imagePullProblem';
import { chooseNode } from './chooseNode';

const SCHEDULE_AGAIN_MS = 30_000;
const PULL_BACKOFF_MS = 10_000;
const PULL_BACKOFF_MAX_MS = 300_000;
const KUBELET = { type: 'Normal', component: 'kubelet' } as const;

/** How a container ended. */
export interface Termination {
  exitCode: number;
  reason: 'Completed' | 'Error' | 'OOMKilled';
  message?: string;
}

/**
 * Scheduler and kubelet of every node: brings pods from Pending to Running, or
 * says in events and container states why it cannot. What runs inside, and
 * when it ends, is not its business: that is told to `terminate`.
 */
export class Kubelet {
  private readonly timers: Timers;
  /** Pods (by uid) that are on their way to Running. */
  private readonly starting = new Set<string>();
  /** Images that a node holds already, as `<node> <image>`. */
  private readonly pulled = new Set<string>();
  private stopWatch = () => {};

  constructor(
    private readonly options: {
      client: KubeClient;
      clock: Clock;
      random: Random;
      recorder: EventRecorder;
    },
  ) {
    this.timers = new Timers(options.clock);
  }

  start(): void {
    this.stopWatch = this.options.client.watch(PODS, ({ type, object }) => {
      const uid = object.metadata.uid!;
      if (type === 'DELETED') {
        this.starting.delete(uid);
        return;
      }
      const phase = podStatus(object).phase ?? 'Pending';
      if (phase === 'Pending' && !this.starting.has(uid)) {
        this.starting.add(uid);
        const next = nodeNameOf(object) ? this.pull : this.schedule;
        this.soon(object, [300, 1200], pod => next.call(this, pod));
      }
    });
  }

  stop(): void {
    this.stopWatch();
    this.timers.stop();
  }

  /** The container's process ended. */
  terminate(
    pod: { namespace: string; name: string },
    termination: Termination,
  ): void {
    const found = this.options.client.get(PODS, pod.namespace, pod.name);
    if (!found || containerState(found).terminated) return;
    const now = this.now();
    this.setStatus(found, {
      phase: termination.exitCode === 0 ? 'Succeeded' : 'Failed',
      conditions: podConditions(
        false,
        now,
        termination.exitCode === 0 ? 'PodCompleted' : 'PodFailed',
      ),
      containerStatuses: containerStatuses(found, {
        terminated: {
          exitCode: termination.exitCode,
          reason: termination.reason,
          ...(termination.message && { message: termination.message }),
          startedAt:
            containerState(found).running?.startedAt ??
            podStatus(found).startTime,
          finishedAt: now,
        },
      }),
    });
    if (termination.reason === 'OOMKilled') {
      this.say(found, {
        type: 'Warning',
        reason: 'OOMKilling',
        message: `Memory cgroup out of memory: Killed process 17 (java), container ${
          mainContainer(found).name
        } was above its memory limit`,
        component: 'kernel-monitor',
      });
    }
  }

  private schedule(pod: KubeObject): void {
    const { client, random } = this.options;
    const choice = chooseNode(pod, client.list(NODES), random);
    if ('problem' in choice) {
      this.say(pod, {
        type: 'Warning',
        reason: 'FailedScheduling',
        message: choice.problem,
        component: 'default-scheduler',
      });
      this.setStatus(pod, {
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message: choice.problem,
            lastTransitionTime: this.now(),
          },
        ],
      });
      this.soon(pod, [SCHEDULE_AGAIN_MS, SCHEDULE_AGAIN_MS], again =>
        this.schedule(again),
      );
      return;
    }
    const { name, namespace } = pod.metadata;
    client.patch(
      PODS,
      namespace,
      name,
      { spec: { nodeName: choice.node } },
      { type: 'merge' },
    );
    this.say(pod, {
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${namespace}/${name} to ${choice.node}`,
      component: 'default-scheduler',
    });
    this.setStatus(pod, {
      phase: 'Pending',
      startTime: this.now(),
      conditions: podConditions(false, this.now(), 'ContainersNotReady'),
      containerStatuses: containerStatuses(pod, {
        waiting: { reason: 'ContainerCreating' },
      }),
    });
    this.soon(pod, [200, 500], scheduled => this.pull(scheduled));
  }

  private pull(pod: KubeObject, backOff = PULL_BACKOFF_MS): void {
    const { image } = mainContainer(pod);
    const onNode = `${nodeNameOf(pod)} ${image}`;
    if (this.pulled.has(onNode)) {
      this.say(pod, {
        ...KUBELET,
        reason: 'Pulled',
        message: `Container image "${image}" already present on machine`,
      });
      this.run(pod);
      return;
    }
    this.say(pod, {
      ...KUBELET,
      reason: 'Pulling',
      message: `Pulling image "${image}"`,
    });
    const problem = imagePullProblem(image);
    const before = this.options.clock.now();
    this.soon(pod, [1000, 2600], pulled => {
      if (problem) {
        this.refusePull(pulled, problem, backOff);
        return;
      }
      this.pulled.add(onNode);
      const seconds = (this.options.clock.now() - before) / 1000;
      this.say(pulled, {
        ...KUBELET,
        reason: 'Pulled',
        message: `Successfully pulled image "${image}" in ${seconds.toFixed(
          3,
        )}s`,
      });
      this.run(pulled);
    });
  }

  private refusePull(pod: KubeObject, problem: string, backOff: number): void {
    const { image } = mainContainer(pod);
    const wait = (reason: string, message: string) =>
      this.setStatus(pod, {
        phase: 'Pending',
        containerStatuses: containerStatuses(pod, {
          waiting: { reason, message },
        }),
      });
    this.say(pod, {
      ...KUBELET,
      type: 'Warning',
      reason: 'Failed',
      message: `Failed to pull image "${image}": ${problem}`,
    });
    this.say(pod, {
      ...KUBELET,
      type: 'Warning',
      reason: 'Failed',
      message: 'Error: ErrImagePull',
    });
    wait('ErrImagePull', problem);
    this.soon(pod, [3000, 4000], waiting => {
      this.say(waiting, {
        ...KUBELET,
        type: 'Warning',
        reason: 'BackOff',
        message: `Back-off pulling image "${image}"`,
      });
      wait(
        'ImagePullBackOff',
        `Back-off pulling image "${image}": ErrImagePull: ${problem}`,
      );
      this.soon(waiting, [backOff, backOff], again =>
        this.pull(again, Math.min(backOff * 2, PULL_BACKOFF_MAX_MS)),
      );
    });
  }

  private run(pod: KubeObject): void {
    const { name } = mainContainer(pod);
    this.say(pod, {
      ...KUBELET,
      reason: 'Created',
      message: `Created container: ${name}`,
    });
    this.soon(pod, [300, 800], created => {
      this.starting.delete(created.metadata.uid!);
      this.say(created, {
        ...KUBELET,
        reason: 'Started',
        message: `Started container ${name}`,
      });
      const { random } = this.options;
      const now = this.now();
      this.setStatus(created, {
        phase: 'Running',
        podIP: `10.244.${1 + Math.floor(random() * 6)}.${
          2 + Math.floor(random() * 250)
        }`,
        conditions: podConditions(true, now),
        containerStatuses: containerStatuses(created, {
          running: { startedAt: now },
        }),
      });
    });
  }

  /** Goes on with the pod as it is then; not at all where it is gone or made anew. */
  private soon(
    pod: KubeObject,
    [low, high]: [number, number],
    next: (pod: KubeObject) => void,
  ): void {
    const { namespace, name, uid } = pod.metadata;
    this.timers.after(between(this.options.random, low, high), () => {
      const now = this.options.client.get(PODS, namespace, name);
      if (!now || now.metadata.uid !== uid) return;
      if (containerState(now).terminated) return;
      next(now);
    });
  }

  private say(pod: KubeObject, event: RecordedEvent): void {
    this.options.recorder.record(pod, event);
  }

  private setStatus(pod: KubeObject, status: Record<string, unknown>): void {
    const { namespace, name } = pod.metadata;
    this.options.client.patch(
      PODS,
      namespace,
      name,
      { status },
      { type: 'merge', subresource: 'status' },
    );
  }

  private now(): string {
    return kubeTime(this.options.clock.now());
  }
}
