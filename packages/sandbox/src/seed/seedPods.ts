import { kubeTime } from '../kubeTime';
import { randomUuid } from '../random';
import {
  buildDriverPod,
  buildExecutorPod,
  type Submission,
} from '../spark/buildPods';
import { containerStatuses, podConditions } from '../spark/containerStatus';
import { between } from '../spark/ids';
import type { SparkApplication } from '../spark/SparkApplication';
import type { KubeObject, Random } from '../types';

/** How a pod of the past stands now. */
export type PodFate =
  | { phase: 'Running'; startedAt: number }
  | {
      phase: 'Succeeded' | 'Failed';
      startedAt: number;
      endedAt: number;
      exitCode: number;
      reason: string;
    }
  | { phase: 'Pending'; since: number; problem: string };

function statusOf(pod: KubeObject, fate: PodFate, podIP: string) {
  if (fate.phase === 'Pending') {
    return {
      phase: 'Pending',
      startTime: kubeTime(fate.since),
      conditions: podConditions(
        false,
        kubeTime(fate.since),
        'ContainersNotReady',
      ),
      containerStatuses: containerStatuses(pod, {
        waiting: { reason: 'ImagePullBackOff', message: fate.problem },
      }),
    };
  }
  const startedAt = kubeTime(fate.startedAt);
  const running = fate.phase === 'Running';
  return {
    phase: fate.phase,
    startTime: kubeTime(fate.startedAt - 4000),
    podIP,
    conditions: podConditions(
      running,
      kubeTime(running ? fate.startedAt : fate.endedAt),
      running ? undefined : 'PodCompleted',
    ),
    containerStatuses: containerStatuses(
      pod,
      running
        ? { running: { startedAt } }
        : {
            terminated: {
              exitCode: fate.exitCode,
              reason: fate.reason,
              startedAt,
              finishedAt: kubeTime(fate.endedAt),
            },
          },
    ),
  };
}

/** Where a pod's past took place. */
export interface PodPlace {
  fate: PodFate;
  random: Random;
  /** Name of the Kubernetes cluster, with which those of its nodes begin. */
  cluster: string;
}

/** A pod as it stands after its past, on a node. */
export function settlePod(
  pod: KubeObject,
  { fate, random, cluster }: PodPlace,
): KubeObject {
  const begin = fate.phase === 'Pending' ? fate.since : fate.startedAt - 5000;
  const node = `${cluster}-worker-${1 + Math.floor(random() * 5)}`;
  const address = [between(random, 1, 7), between(random, 2, 250)];
  const podIP = `10.244.${address.map(Math.floor).join('.')}`;
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      uid: randomUuid(random),
      creationTimestamp: kubeTime(begin),
    },
    spec: { ...(pod.spec as object), nodeName: node },
    status: statusOf(pod, fate, podIP),
  };
}

/** A driver's pod as it stands after its past. */
export function seedDriverPod(
  app: SparkApplication,
  submission: Submission,
  options: PodPlace,
): KubeObject {
  const pod = buildDriverPod(app, submission);
  return settlePod(pod, options);
}

/** An executor's pod as it stands after its past. */
export function seedExecutorPod(
  app: SparkApplication,
  submission: Submission,
  options: PodPlace & { id: number; driver: KubeObject },
): KubeObject {
  const pod = buildExecutorPod(app, submission, options);
  return settlePod(pod, options);
}
