import { maskText } from '../../credentialText';
import type { PodSummary, Reason, Workload } from '../../types';

const SERVER_ROLE = 'connect-server';

/**
 * What the object does not say and its server's pod does: why nobody can
 * connect, and that it is older than what is asked for now.
 */
export function readConnectPods(
  workload: Workload,
  pods: PodSummary[],
): Workload {
  const server = pods.find(({ role }) => role === SERVER_ROLE);
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
  const why = server.reason ?? '';
  const detail = server.message
    ? { detail: maskText(server.message) }
    : undefined;
  if (/ImagePull|ErrImage|InvalidImageName/.test(why)) {
    return {
      code: 'image-pull',
      message: 'The image of its server cannot be pulled.',
      editPath: 'spec.image',
      ...detail,
    };
  }
  if (why === 'Unschedulable') {
    return {
      code: 'unschedulable',
      message: 'No node has room for its server.',
      editPath: 'spec.server',
      ...detail,
    };
  }
  if (why === 'OOMKilled' || server.exitCode === 137) {
    const part = footprint.parts.find(({ role }) => role === 'server');
    return {
      code: 'out-of-memory',
      message: 'Its server ran out of memory (exit 137).',
      editPath: part?.path ? `${part.path}.memory` : undefined,
      ...detail,
    };
  }
  return reason;
}
