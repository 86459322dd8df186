import type { Footprint, PodSummary, Reason, Workload } from '../../types';
import { podTrouble } from '../podTrouble';

const SERVER_ROLE = 'connect-server';

/**
 * What the object does not say and its server's pod does: why nobody can
 * connect, and that it is older than what is asked for now.
 */
export function readConnectPods(
  workload: Workload,
  pods: () => PodSummary[],
): Workload {
  const server = pods().find(({ role }) => role === SERVER_ROLE);
  if (!server) {
    return workload;
  }
  const { reason, ...rest } = workload;
  const outdated = outdatedServer(workload, server);
  const found = reasonOf(workload, server, outdated !== undefined);
  return {
    ...rest,
    ...(found && { reason: found }),
    ...(outdated && { outdated }),
  };
}

function outdatedServer(
  workload: Workload,
  server: PodSummary,
): Reason | undefined {
  const { changedAt } = workload;
  const isOlder =
    changedAt !== undefined &&
    Date.parse(server.createdAt) < Date.parse(changedAt);
  return isOlder
    ? {
        code: 'restart-needed',
        message: `Its server started before ${workload.name} was changed last, and runs on as it was until its pod ${server.name} is deleted, which ends all its sessions.`,
        detail: `kubectl delete pod ${server.name} --namespace ${workload.namespace}`,
      }
    : undefined;
}

function reasonOf(
  { state, reason, footprint }: Workload,
  server: PodSummary,
  isOutdated: boolean,
): Reason | undefined {
  if (state === 'running') {
    // The running server asks for as many as it was told when it was made.
    return isOutdated && reason?.code === 'executors-missing'
      ? undefined
      : reason;
  }
  const { path, memoryPath } = serverPaths(footprint);
  return podTrouble(server, { who: 'server', path, memoryPath }) ?? reason;
}

function serverPaths({ parts }: Footprint) {
  const path = parts.find(({ role }) => role === 'server')?.path;
  return {
    path: path ?? 'spec.server',
    ...(path && { memoryPath: `${path}.memory` }),
  };
}
