import { runHooks } from '../hooks/runHooks';
import {
  badRequest,
  forbidden,
  LakeFSRefusal,
  notUnique,
} from '../LakeFSRefusal';
import { BRANCH_NAME, REFERENCE } from '../model/names';
import type { Branch } from '../model/types';
import type { LakeRepository } from './LakeRepository';
import { resolveFor } from './resolveRef';
import { assertMayStage, assertWritable } from './writeRules';

export function createBranch(
  repository: LakeRepository,
  options: { name: string; source: string; hidden: boolean; force: boolean },
): Branch {
  const { name, source, hidden, force } = options;
  if (!BRANCH_NAME.test(name)) {
    throw badRequest(
      'argument branch: branch id: invalid value: validation error: branch id must consist of letters, digits, underscores and dashes, and cannot start with a dash',
    );
  }
  if (repository.commits.has(name)) {
    throw new LakeFSRefusal(409, `commit ID ${name}: conflict found`);
  }
  if (repository.tags.has(name)) {
    throw new LakeFSRefusal(409, `tag ID ${name}: conflict found`);
  }
  assertWritable(repository, force);
  if (!REFERENCE.test(source)) {
    throw badRequest('argument ref: ref: invalid value: validation error');
  }
  const { commit } = resolveFor(
    repository,
    source,
    `source reference '${source}'`,
  );
  if (repository.branches.has(name)) throw notUnique('branch already exists');
  const event = { branch: name, commitId: commit.id, tree: commit.tree };
  runHooks({ type: 'pre-create-branch', ...event }, repository);
  const branch = repository.setBranch(name, commit.id, hidden);
  runHooks({ type: 'post-create-branch', ...event }, repository);
  return branch;
}

/** With what is uncommitted on it. */
export function deleteBranch(
  repository: LakeRepository,
  id: string,
  force: boolean,
): void {
  assertWritable(repository, force);
  if (id === repository.defaultBranch) {
    throw forbidden('cannot delete repository default branch');
  }
  const branch = repository.branch(id);
  const { tree } = repository.head(branch);
  const event = { branch: id, commitId: branch.commitId, tree };
  runHooks({ type: 'pre-delete-branch', ...event }, repository);
  repository.branches.delete(id);
  runHooks({ type: 'post-delete-branch', ...event }, repository);
}

/** Drops what is uncommitted: all of it, one path, or all below a prefix. */
export function resetBranch(
  repository: LakeRepository,
  branch: Branch,
  what: { type: string; path?: string; force: boolean },
): void {
  const { type, path = '', force } = what;
  const isMeant = {
    reset: () => true,
    object: (staged: string) => staged === path,
    common_prefix: (staged: string) => staged.startsWith(path),
  }[type];
  if (!isMeant) throw badRequest('unknown reset type');
  assertMayStage(repository, branch, force);
  for (const staged of [...branch.staged.keys()]) {
    if (isMeant(staged)) branch.staged.delete(staged);
  }
}

/** Moves a branch to another commit; what is uncommitted stays. */
export function hardReset(
  repository: LakeRepository,
  branch: Branch,
  options: { ref: string; force: boolean },
): void {
  if (repository.protection.isProtected(branch.id)) {
    throw forbidden('protected branch');
  }
  assertWritable(repository, options.force);
  const { ref } = options;
  branch.commitId = resolveFor(
    repository,
    ref,
    `hard-reset ${branch.id} to ${ref}`,
  ).commit.id;
}
