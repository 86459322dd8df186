import type { KubernetesObject } from '../../types';
import { isSubset } from '../isSubset';
import { serverName, toSparkConnect } from './SparkConnect';

/**
 * What a merge does, or does not, to what runs: the operator makes the
 * server's pod where there is none, and never changes one.
 */
export function connectConsequences(
  previous: KubernetesObject | undefined,
  next: KubernetesObject | undefined,
): string[] {
  if (!previous || !next) {
    return [];
  }
  const before = toSparkConnect(previous).spec;
  const after = toSparkConnect(next).spec;
  if (isSubset(before, after) && isSubset(after, before)) {
    return [];
  }
  const { name } = next.metadata;
  const server = serverName(next);
  const later = `Merging this changes nothing that runs: ${name} goes on as it is until its pod ${server} is deleted, which ends all its sessions; then the operator makes it anew, with what is in Git.`;
  return before.sparkVersion === after.sparkVersion
    ? [later]
    : [
        `Merging this cuts ${name} off: sparkVersion changes, so its Service ${server} no longer finds the server, also not one made anew, until that Service is deleted too. Ask for a new compute cluster instead.`,
        later,
      ];
}
