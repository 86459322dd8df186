import { isRecord } from '../../jsonPath';
import type { KubernetesObject } from '../../types';
import { toSparkApplication } from './SparkApplication';

/** What may change in the spec without running the application again. */
const WITHOUT_RUN = new Set(['suspend', 'timeToLiveSeconds']);
const NAMED_AT_MOST = 3;

/**
 * The operator runs an application again, even a finished one, on any change
 * of its spec but `suspend` and `timeToLiveSeconds`; resuming starts it anew.
 */
export function sparkRunsAgain(
  previous: KubernetesObject | undefined,
  next: KubernetesObject,
): string | undefined {
  if (!previous) {
    return undefined;
  }
  const before = toSparkApplication(previous).spec;
  const after = toSparkApplication(next).spec;
  if (after.suspend) {
    return undefined;
  }
  const { name } = next.metadata;
  const changed = changedPaths(before, after).filter(
    path => !WITHOUT_RUN.has(path),
  );
  if (changed.length > 0) {
    const rest = changed.length - NAMED_AT_MOST;
    const named = changed.slice(0, NAMED_AT_MOST).join(', ');
    const more = rest > 0 ? ` and ${rest} more` : '';
    return `Merging this runs ${name} again from its beginning, even if it has finished: ${named}${more} changes.`;
  }
  return before.suspend
    ? `Merging this starts ${name} again from its beginning if it was suspended while it ran.`
    : undefined;
}

/** Where two specs differ, two levels deep: `driver.memory`, `sparkConf`. */
function changedPaths(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  depth = 1,
): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.sort().flatMap(key => {
    const [a, b] = [before[key], after[key]];
    if (isSame(a, b)) {
      return [];
    }
    const isPod = key === 'driver' || key === 'executor';
    return depth > 0 && isPod && isRecord(a) && isRecord(b)
      ? changedPaths(a, b, depth - 1).map(path => `${key}.${path}`)
      : [key];
  });
}

/** As the operator compares: a list or map that is empty is one that is not there. */
function isSame(a: unknown, b: unknown): boolean {
  if (isVoid(a) && isVoid(b)) {
    return true;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  }
  if (isRecord(a) && isRecord(b)) {
    return [...Object.keys(a), ...Object.keys(b)].every(key =>
      isSame(a[key], b[key]),
    );
  }
  return a === b;
}

function isVoid(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  );
}
