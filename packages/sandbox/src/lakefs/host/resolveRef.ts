import { badRequest, LakeFSRefusal } from '../LakeFSRefusal';
import { REFERENCE } from '../model/names';
import { applyStaged } from '../model/tree';
import type { Branch, Commit, Tree } from '../model/types';
import type { LakeRepository } from './LakeRepository';

export interface ResolvedRef {
  commit: Commit;
  /** Where the reference names a branch: with what is uncommitted on it. */
  branch?: Branch;
}

/**
 * The commit that a branch, a tag or (the beginning of) a commit id stands
 * for; `~2` and `^1` after it lead to parents, `@` leaves out what is uncommitted.
 */
export function resolveRef(
  repository: LakeRepository,
  ref: string,
): ResolvedRef {
  if (!REFERENCE.test(ref)) {
    throw badRequest('argument ref: ref: invalid value: validation error');
  }
  const [, base, steps] = /^([^~^@$]+)((?:[~^]\d*|[@$])*)$/.exec(ref) ?? [];
  if (base === undefined) throw invalidRef();
  const found = resolveName(repository, base);
  if (!found) throw new LakeFSRefusal(404, 'not found');
  if (steps === '') return found;
  if (steps === '@' || steps === '$') {
    if (!found.branch) throw invalidRef();
    return steps === '@' ? { commit: found.commit } : found;
  }
  let { commit } = found;
  for (const [, sign, digits] of steps.matchAll(/([~^@$])(\d*)/g)) {
    if (sign !== '~' && sign !== '^') throw invalidRef();
    const count = digits === '' ? 1 : Number(digits);
    commit =
      sign === '~'
        ? ancestor(repository, commit, count)
        : parent(repository, commit, count);
  }
  return { commit };
}

/** The objects of a reference, uncommitted ones of a branch too. */
export function treeOf({ commit, branch }: ResolvedRef): Tree {
  return branch ? applyStaged(commit.tree, branch.staged) : commit.tree;
}

function resolveName(
  repository: LakeRepository,
  name: string,
): ResolvedRef | undefined {
  const commit = repository.commits.get(name);
  if (commit) return { commit };
  const branch = repository.branches.get(name);
  if (branch) return { commit: repository.head(branch), branch };
  const tagged = repository.tags.get(name);
  if (tagged !== undefined) return { commit: repository.commit(tagged) };
  const byPrefix = commitByPrefix(repository, name);
  return byPrefix && { commit: byPrefix };
}

/** Undefined where no commit begins so, or more than one. */
function commitByPrefix(
  repository: LakeRepository,
  prefix: string,
): Commit | undefined {
  if (!/^[0-9a-f]{1,64}$/i.test(prefix)) return undefined;
  const found = [...repository.commits.values()].filter(({ id }) =>
    id.startsWith(prefix.toLowerCase()),
  );
  return found.length === 1 ? found[0] : undefined;
}

function ancestor(
  repository: LakeRepository,
  start: Commit,
  steps: number,
): Commit {
  let commit = start;
  for (let step = 0; step < steps; step++) {
    if (commit.parents.length === 0) throw new LakeFSRefusal(404, 'not found');
    commit = repository.commit(commit.parents[0]);
  }
  return commit;
}

function parent(
  repository: LakeRepository,
  commit: Commit,
  number: number,
): Commit {
  if (number === 0) return commit;
  if (number > commit.parents.length) throw invalidRef();
  return repository.commit(commit.parents[number - 1]);
}

function invalidRef(): LakeFSRefusal {
  return badRequest('ref: invalid value: validation error');
}

/** As `resolveRef`; a refusal begins with what was asked for: `ref: not found`. */
export function resolveFor(
  repository: LakeRepository,
  ref: string,
  what: string,
): ResolvedRef {
  try {
    return resolveRef(repository, ref);
  } catch (error) {
    throw error instanceof LakeFSRefusal
      ? new LakeFSRefusal(error.status, `${what}: ${error.message}`)
      : error;
  }
}
