import { KubeObject } from '../../types';
import { asArray, asObject, asString, isObject } from '../json';

/** What kubectl says about a pod in three words. */
export function podStatus(pod: KubeObject): {
  ready: string;
  status: string;
  restarts: number;
} {
  const { phase, reason, containerStatuses } = asObject(pod.status);
  const statuses = asArray(containerStatuses).filter(isObject);
  const containers = asArray(asObject(pod.spec).containers);
  const states = statuses.map(({ state }) => asObject(state));
  const waiting = states
    .map(state => asString(asObject(state.waiting).reason))
    .find(Boolean);
  const terminated = states
    .map(state => state.terminated)
    .filter(isObject)
    .map(
      state =>
        asString(state.reason) ??
        (state.signal
          ? `Signal:${state.signal}`
          : `ExitCode:${state.exitCode}`),
    )[0];
  return {
    ready: `${statuses.filter(({ ready }) => ready === true).length}/${
      containers.length
    }`,
    status: pod.metadata.deletionTimestamp
      ? 'Terminating'
      : waiting ??
        terminated ??
        asString(reason) ??
        asString(phase) ??
        'Unknown',
    restarts: statuses.reduce(
      (sum, { restartCount }) => sum + Number(restartCount ?? 0),
      0,
    ),
  };
}
