import type { KubeObject } from '../types';

interface Container {
  name: string;
  image: string;
}

interface ContainerState {
  waiting?: { reason: string; message?: string };
  running?: { startedAt: string };
  terminated?: {
    exitCode: number;
    reason: string;
    message?: string;
    startedAt?: string;
    finishedAt: string;
  };
}

export interface PodStatus {
  phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  startTime?: string;
  podIP?: string;
  containerStatuses?: Array<{ name: string; state: ContainerState }>;
}

/** The one container that a pod of Spark has. */
export function mainContainer(pod: KubeObject): Container {
  const { containers } = pod.spec as { containers: Container[] };
  return containers[0];
}

export function podStatus(pod: KubeObject): PodStatus {
  return (pod.status as PodStatus | undefined) ?? {};
}

export function containerState(pod: KubeObject): ContainerState {
  return podStatus(pod).containerStatuses?.[0]?.state ?? {};
}

export function nodeNameOf(pod: KubeObject): string | undefined {
  return (pod.spec as { nodeName?: string }).nodeName;
}

/** `status.containerStatuses` with the one container in this state. */
export function containerStatuses(
  pod: KubeObject,
  state: ContainerState,
): unknown[] {
  const { name, image } = mainContainer(pod);
  const running = state.running !== undefined;
  return [
    {
      name,
      image,
      imageID: running || state.terminated ? `${image}@sandbox` : '',
      ready: running,
      started: running,
      restartCount: 0,
      state,
    },
  ];
}

/** `status.conditions` as a kubelet keeps them. */
export function podConditions(
  ready: boolean,
  at: string,
  reason?: string,
): unknown[] {
  const condition = (type: string, status: boolean, why?: string) => ({
    type,
    status: status ? 'True' : 'False',
    ...(why && { reason: why }),
    lastTransitionTime: at,
  });
  return [
    condition('PodScheduled', true),
    condition('Initialized', true),
    condition('ContainersReady', ready, reason),
    condition('Ready', ready, reason),
  ];
}
