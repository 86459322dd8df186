import { isLakeFSStatus } from '@lakefront/lakefs-client';
import { failureOf } from '../lake/failureOf';
import { RepositoryNotFound } from '../lake/RepositoryView';
import type { LakeFSBranch } from '../object/LakeFSBranch';
import type { Result } from './Result';
import { no, unknown } from './sayings';

/** What is said where lakeFS did not tell what was asked. Throws what is no error of lakeFS. */
export function resultOfFailure(
  error: unknown,
  { spec }: LakeFSBranch,
): Result {
  if (
    error instanceof RepositoryNotFound ||
    isLakeFSStatus(error, 'not-found', 'gone')
  ) {
    return {
      ready: no(
        'RepositoryNotFound',
        `lakeFS server ${spec.server} has no repository ${spec.repository}, or has it no more. What is known of the branch is from before.`,
      ),
      facts: {},
      again: { kind: 'failed', atLeastMs: 60_000 },
    };
  }
  const failure = failureOf(error, spec.server);
  if (!failure) throw error;
  return {
    ready: unknown(failure.reason, failure.message),
    facts: {},
    again: { kind: 'failed', atLeastMs: failure.retryAfterMs },
  };
}
