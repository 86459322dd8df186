import { deletingKey } from '@lakefront/lakefs-client';
import type { Lake } from '../lake/Lake';

/** Takes a rule away that protects a branch, where its mark says that it is ours. */
export async function liftOurProtection(
  { client, repository, rules, signal }: Lake,
  branch: string,
  owner: string,
): Promise<void> {
  const metadata = await client.repositories.metadata(repository, { signal });
  if (metadata[deletingKey(branch, owner)] === owner) {
    await rules.lift(branch, owner, signal);
  }
}
