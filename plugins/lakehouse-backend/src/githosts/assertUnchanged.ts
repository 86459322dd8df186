import { ConflictError } from '@backstage/errors';
import type { GitFileChange } from '@lakefront/backstage-plugin-lakehouse-node';

/**
 * Throws `ConflictError` where a file at the commit that a change is built on
 * is not what the change was made from. For hosts that would write over it, or
 * that check by something else than the blob.
 */
export async function assertUnchanged(
  files: GitFileChange[],
  shaOf: (path: string) => Promise<string | undefined>,
): Promise<void> {
  await Promise.all(
    files.map(async ({ action, path, baseSha }) => {
      const sha = await shaOf(path);
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
