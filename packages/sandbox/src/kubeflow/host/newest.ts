import type { KubeObject } from '../../types';

/** What was made last; of those that one pull request brought within a second, the one whose name counts furthest. */
export function newest(objects: readonly KubeObject[]): KubeObject | undefined {
  return [...objects].sort(
    ({ metadata: a }, { metadata: b }) =>
      (b.creationTimestamp ?? '').localeCompare(a.creationTimestamp ?? '') ||
      b.name.localeCompare(a.name, 'en-US', { numeric: true }),
  )[0];
}
