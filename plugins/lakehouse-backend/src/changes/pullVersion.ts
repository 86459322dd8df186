import type { GitHostPullRequest } from '@lakefront/backstage-plugin-lakehouse-node';
import { hashKeyOf } from './changeIds';

/** Of a pull request that is in no list of open ones. */
export const GONE = 'gone';

/** Differs when a list says something new of a pull request. */
export function pullVersion({
  headSha,
  mergeable,
  version,
}: GitHostPullRequest): string {
  return hashKeyOf(headSha, String(mergeable), version ?? '');
}
