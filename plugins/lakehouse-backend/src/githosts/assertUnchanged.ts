import { ConflictError, NotFoundError } from '@backstage/errors';
import type {
  GitFileChange,
  GitHost,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';

/**
 * Throws `ConflictError` where a file at the commit that a change is built on
 * is not what the change was made from. For hosts that would write over it, or
 * that check by something else than the blob.
 */
export async function assertUnchanged(
  host: Pick<GitHost, 'getFile'>,
  repository: GitRepositoryTarget,
  { files, commit }: { files: GitFileChange[]; commit: string },
): Promise<void> {
  await Promise.all(
    files.map(async ({ action, path, baseSha }) => {
      const sha = (await host.getFile(repository, path, commit))?.sha;
      if (action === 'create') {
        if (sha !== undefined) {
          throw new ConflictError(`${path} is there already`);
        }
      } else if (sha === undefined) {
        throw new ConflictError(`${path} is no longer there`);
      } else if (baseSha !== undefined && baseSha !== sha) {
        throw new ConflictError(`${path} was changed since it was read`);
      }
    }),
  );
}

/** Throws where the branch that changes are made from is not there. */
export function assertBase<T>(
  base: T | undefined,
  { url, baseBranch }: GitRepositoryTarget,
): asserts base is T {
  if (base === undefined) {
    throw new NotFoundError(
      `${url} has no branch ${baseBranch}: give lakehouse.gitops.repositories[].baseBranch one that it has`,
    );
  }
}
