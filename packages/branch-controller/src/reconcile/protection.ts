import { isLakeFSStatus } from '@lakefront/lakefs-client';
import { deletingKey } from '../claims/keys';
import type { Lake } from '../lake/Lake';

/** Tries of a change that others make, too. */
const TRIES = 6;

/**
 * Adds a rule for exactly this branch, marked as ours before it is there.
 * False where somebody else has such a rule: then it is meant to stay.
 */
export async function protect(
  lake: Lake,
  branch: string,
  owner: string,
): Promise<boolean> {
  const { client, repository, signal } = lake;
  const { repositories } = client;
  const mark = deletingKey(branch, owner);
  for (let tried = 1; ; tried++) {
    const { patterns, etag } = await repositories.branchProtection(repository, {
      signal,
    });
    const marked = async () =>
      (await repositories.metadata(repository, { signal }))[mark] === owner;
    if (patterns.includes(branch)) return marked();
    await repositories.setMetadata(repository, { [mark]: owner }, { signal });
    try {
      await repositories.setBranchProtection(
        repository,
        { patterns: [...patterns, branch], etag },
        { signal },
      );
    } catch (error) {
      if (!isLakeFSStatus(error, 'precondition-failed') || tried >= TRIES) {
        throw error;
      }
      continue;
    }
    // Nothing guards the first rule of a repository: whether it stands is looked at.
    const { patterns: now } = await repositories.branchProtection(repository, {
      signal,
    });
    if (now.includes(branch)) return true;
    if (tried >= TRIES) throw new Error(`The rule for ${branch} does not stay`);
  }
}

/** `liftProtection`, where the mark says that the rule is ours. */
export async function liftOurProtection(
  lake: Lake,
  branch: string,
  owner: string,
): Promise<void> {
  const { client, repository, signal } = lake;
  const metadata = await client.repositories.metadata(repository, { signal });
  if (metadata[deletingKey(branch, owner)] === owner) {
    await liftProtection(lake, branch, owner);
  }
}

/** Takes our rule and its mark away; the rule first, so that none is left that nobody knows. */
export async function liftProtection(
  { client, repository, signal }: Lake,
  branch: string,
  owner: string,
): Promise<void> {
  const { repositories } = client;
  for (let tried = 1; ; tried++) {
    const { patterns, etag } = await repositories.branchProtection(repository, {
      signal,
    });
    if (!patterns.includes(branch)) break;
    try {
      await repositories.setBranchProtection(
        repository,
        { patterns: patterns.filter(pattern => pattern !== branch), etag },
        { signal },
      );
    } catch (error) {
      if (!isLakeFSStatus(error, 'precondition-failed') || tried >= TRIES) {
        throw error;
      }
    }
  }
  await repositories.deleteMetadata(repository, [deletingKey(branch, owner)], {
    signal,
  });
}
