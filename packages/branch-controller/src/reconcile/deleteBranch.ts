import {
  bidKey,
  claimKey,
  deletingKey,
  keptKey,
  isLakeFSStatus,
} from '@lakefront/lakefs-client';
import type { Lake } from '../lake/Lake';
import { findWork } from '../lake/work';
import type { Clock } from '../runtime/Clock';
import { liftOurProtection } from './liftOurProtection';

/** lakeFS obeys new rules when its cache of the old ones has run out: 3 s, and up to as much again. */
export const SETTINGS_CACHE_MS = 7_000;

export type Deletion =
  /**
   * `tag`: where its head can be found again; undefined: it was gone before.
   * `keptDays`: how long rules of garbage collection leave its data; undefined:
   * for ever.
   */
  | { kind: 'deleted'; tag?: string; keptDays?: number }
  | { kind: 'kept'; reason: string; message: string };

export interface Doomed {
  branch: string;
  owner: string;
  /** Branches that may hold its work. */
  targets: readonly string[];
  /** Whether it is still wanted. Asked again before the one call that can't be undone by itself. */
  mayDelete(): Promise<boolean>;
  clock: Clock;
}

const kept = (reason: string, message: string): Deletion => ({
  kind: 'kept',
  reason,
  message,
});

/**
 * Deletes a branch, unless work would be lost by it. Protects it first, so that
 * nobody writes while it looks; waits until that is obeyed; looks again; tags
 * the head. What it leaves when it is cut off, a protection with a mark that it
 * is ours, is found by `liftOurProtection`.
 */
export async function deleteBranch(
  lake: Lake,
  doomed: Doomed,
): Promise<Deletion> {
  const { branch, owner, clock } = doomed;
  const { client, repository, signal, view } = lake;
  const before = await headOf(lake, branch);
  if (before === undefined) {
    // Cut off after the delete, it left the rule.
    await liftOurProtection(lake, branch, owner);
    await forgetBranch(lake, doomed);
    return { kind: 'deleted' };
  }
  const { defaultBranch, readOnly } = await client.repositories.get(
    repository,
    { signal },
  );
  if (branch === defaultBranch) {
    return kept('DefaultBranch', `Branch ${branch} is the default branch.`);
  }
  if (readOnly) {
    return kept('RepositoryReadOnly', `Repository ${repository} is read-only.`);
  }
  const targets = [...new Set([...doomed.targets, defaultBranch])];
  const work = await findWork(lake, { branch, head: before, owner, targets });
  if (work) {
    await liftOurProtection(lake, branch, owner);
    return kept(work.reason, work.message);
  }
  if (!(await lake.rules.protect(branch, owner, signal))) {
    return kept(
      'Protected',
      `A rule of repository ${repository} protects branch ${branch}.`,
    );
  }
  let result: Deletion;
  try {
    await clock.sleep(SETTINGS_CACHE_MS, signal);
    result = await deleteProtected(lake, { ...doomed, targets }, before);
  } catch (error) {
    if (signal.aborted || !isLakeFSStatus(error)) throw error;
    // The mark stays where even this fails: it is tried again.
    await lake.rules.lift(branch, owner, signal);
    throw error;
  }
  await lake.rules.lift(branch, owner, signal);
  if (result.kind === 'deleted') {
    view.note(branch, undefined);
    await forgetBranch(lake, doomed);
  }
  return result;
}

async function deleteProtected(
  lake: Lake,
  { branch, owner, targets, mayDelete }: Doomed,
  before: string,
): Promise<Deletion> {
  const { client, repository, signal } = lake;
  const head = await headOf(lake, branch);
  if (head === undefined) return { kind: 'deleted' };
  if (head !== before) {
    return kept('Moved', `Branch ${branch} moved while it was to be deleted.`);
  }
  const work = await findWork(lake, { branch, head, owner, targets });
  if (work) return kept(work.reason, work.message);
  const tag = await tagHead(lake, branch, head);
  const keptDays = await daysOf(lake);
  if (!(await mayDelete())) {
    return kept(
      'NoLongerAsked',
      `Nobody asks for branch ${branch} to be deleted any more.`,
    );
  }
  try {
    await client.branches.delete(repository, branch, { signal });
  } catch (error) {
    if (isLakeFSStatus(error, 'hook-refused')) {
      return kept('HookRefused', `A hook refused it: ${error.said}`);
    }
    if (!isLakeFSStatus(error, 'not-found')) throw error;
  }
  return { kind: 'deleted', tag, keptDays };
}

/**
 * How long data that only the branch had stays, where the repository collects
 * it. lakeFS counts from the commit, and by the rule of the repository: that of
 * the branch goes with the branch.
 */
async function daysOf({
  client,
  repository,
  signal,
}: Lake): Promise<number | undefined> {
  const rules = await client.repositories.garbageCollectionRules(repository, {
    signal,
  });
  return rules?.defaultRetentionDays;
}

/** How a branch that was deleted can be had again, in words. */
export function howToRestore({
  tag,
  keptDays,
}: {
  tag?: string;
  keptDays?: number;
}): string {
  if (!tag) return '';
  const until =
    keptDays === undefined
      ? ''
      : `, its own data until ${keptDays} days after its last commit, as the repository's rules collect it then`;
  return `; its head is tag ${tag}${until}`;
}

/** A tag at the head, its name always the same for the same head. */
async function tagHead(
  { client, repository, signal }: Lake,
  branch: string,
  head: string,
): Promise<string> {
  const id = `lakefront-kept-${branch}-${head.slice(0, 12)}`;
  try {
    await client.tags.create(repository, { id, ref: head }, { signal });
  } catch (error) {
    if (!isLakeFSStatus(error, 'already-exists')) throw error;
    const { commitId } = await client.tags.get(repository, id, { signal });
    // Twelve digits of two commits are not the same by accident.
    if (commitId !== head) throw error;
  }
  return id;
}

/** Keys go with their branches. */
async function forgetBranch(
  { keys, signal, view }: Lake,
  { branch, owner }: Doomed,
): Promise<void> {
  await keys.drop(
    [
      ...[claimKey, bidKey, deletingKey].map(key => key(branch, owner)),
      keptKey(branch),
    ],
    signal,
  );
  view.noteOwner(branch, undefined);
}

async function headOf(
  { client, repository, signal }: Lake,
  branch: string,
): Promise<string | undefined> {
  try {
    const { commitId } = await client.branches.get(repository, branch, {
      signal,
    });
    return commitId;
  } catch (error) {
    if (!isLakeFSStatus(error, 'not-found')) throw error;
    // No branch is also what a repository that is gone has.
    await client.repositories.get(repository, { signal });
    return undefined;
  }
}
