import { kubeTime } from '../kubeTime';
import { podStatus } from '../spark/containerStatus';
import type { KubeObject } from '../types';
import { serverName, type SparkConnect } from './SparkConnect';

interface Seen {
  /** The server's pod. */
  pod: KubeObject;
  executors: KubeObject[];
  now: number;
}

/**
 * What the operator writes of a compute cluster, as a merge patch of its
 * status; undefined where nothing of it is new.
 */
export function connectStatus(
  connect: SparkConnect,
  { pod, executors, now }: Seen,
): Record<string, unknown> | undefined {
  const before = connect.status ?? {};
  const ready = isReady(pod);
  const [condition] = before.conditions ?? [];
  const phases: Record<string, number> = {};
  for (const executor of executors) {
    const phase = (podStatus(executor).phase ?? 'Pending').toLowerCase();
    phases[phase] = (phases[phase] ?? 0) + 1;
  }
  const status = {
    state: ready ? 'Ready' : 'NotReady',
    startTime: before.startTime ?? kubeTime(now),
    server: {
      podName: serverName(connect),
      ...(podStatus(pod).podIP && { podIp: podStatus(pod).podIP }),
      serviceName: serverName(connect),
    },
    executors: {
      ...Object.fromEntries(
        Object.keys(before.executors ?? {}).map(phase => [phase, null]),
      ),
      ...phases,
    },
    conditions: [
      {
        type: 'ServerPodReady',
        status: ready ? 'True' : 'False',
        reason: ready ? 'ServerPodReady' : 'ServerPodNotReady',
        message: ready ? 'Server pod is ready' : 'Server pod is not ready: ',
        lastTransitionTime:
          condition && (condition.status === 'True') === ready
            ? condition.lastTransitionTime
            : kubeTime(now),
      },
    ],
  };
  const isSame =
    before.state === status.state &&
    before.server?.podIp === status.server.podIp &&
    JSON.stringify(sorted(before.executors)) === JSON.stringify(sorted(phases));
  return isSame ? undefined : { ...status, lastUpdateTime: kubeTime(now) };
}

function isReady(pod: KubeObject): boolean {
  const { conditions = [] } = (pod.status ?? {}) as {
    conditions?: Array<{ type: string; status: string }>;
  };
  return conditions.some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );
}

function sorted(counts: Record<string, number> = {}): unknown[] {
  return Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
}
