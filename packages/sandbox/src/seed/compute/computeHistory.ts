import {
  buildConfigMap,
  buildConnectExecutor,
  buildServerPod,
  buildService,
} from '../../connect/buildConnect';
import { serverBootLines } from '../../connect/ConnectServer';
import { connectStatus } from '../../connect/connectStatus';
import type { SparkConnect } from '../../connect/SparkConnect';
import { kubeTime } from '../../kubeTime';
import { podStatus } from '../../spark/containerStatus';
import { imagePullProblem } from '../../spark/imagePullProblem';
import { executorBootLines, sparkLogLine } from '../../spark/sparkLog';
import type { KubeObject, Random } from '../../types';
import type { SeedPod } from '../JobHistory';
import { settlePod, type PodFate } from '../seedPods';
import { withSize } from './buildCompute';
import type { SeedCompute } from './SeedCompute';

/** What a compute cluster has left behind by the time the sandbox starts. */
export interface ComputeHistory {
  createdAt: number;
  /** When its spec was written last. */
  changedAt: number;
  status?: Record<string, unknown>;
  /** The server first; executors refer to it by its uid. */
  pods: SeedPod[];
  /** ConfigMap and Service. */
  others: KubeObject[];
}

const SECOND = 1000;
/** From made to ready. */
const STARTUP = 9 * SECOND;

/** Status, pods and logs of a compute cluster of the seed. */
export function computeHistory(
  { past }: SeedCompute,
  connect: SparkConnect,
  { now, ...place }: { now: number; random: Random; cluster: string },
): ComputeHistory {
  if (past.state === 'refused') {
    const createdAt = now - past.createdAgo * SECOND;
    return {
      createdAt,
      changedAt: createdAt,
      pods: [],
      others: [buildConfigMap(connect)],
    };
  }
  const createdAt = now - past.startedAgo * SECOND;
  const before = past.state === 'Ready' ? past.before : undefined;
  const asStarted = before ? withSize(connect, before) : connect;
  const image = connect.spec.image ?? '';
  const fate: PodFate =
    past.state === 'Ready'
      ? { phase: 'Running', startedAt: createdAt + STARTUP }
      : {
          phase: 'Pending',
          since: createdAt + SECOND,
          problem: `Back-off pulling image "${image}": ErrImagePull: ${imagePullProblem(
            image,
          )}`,
        };
  const server = settlePod(buildServerPod(asStarted), { ...place, fate });
  const executors = Array.from(
    { length: past.state === 'Ready' ? past.executors : 0 },
    (_, index) =>
      settlePod(buildConnectExecutor(asStarted, { id: index + 1, server }), {
        ...place,
        fate: {
          phase: 'Running',
          startedAt: createdAt + STARTUP + (6 + index) * SECOND,
        },
      }),
  );
  const at = fate.phase === 'Running' ? createdAt + STARTUP : createdAt;
  const status = connectStatus(
    {
      ...connect,
      status: { startTime: kubeTime(createdAt) },
    },
    { pod: server, executors, now: at },
  );
  return {
    createdAt,
    changedAt: before ? now - before.changedAgo * SECOND : createdAt,
    status,
    pods: [
      {
        pod: server,
        lines: fate.phase === 'Running' ? serverLines(connect, at) : [],
        events: [],
      },
      ...executors.map((pod, index) => ({
        pod,
        lines: executorBootLines({
          id: index + 1,
          podIp: podStatus(pod).podIP ?? '',
          driver: server.metadata.name,
        }).map(text => sparkLogLine(at + 7 * SECOND, 'INFO', text)),
        events: [],
      })),
    ],
    others: [buildConfigMap(connect), buildService(connect)],
  };
}

function serverLines(connect: SparkConnect, at: number): string[] {
  const { metadata, spec } = connect;
  return serverBootLines(spec.sparkVersion, metadata.name).map((text, index) =>
    sparkLogLine(at + index * 300, 'INFO', text),
  );
}
