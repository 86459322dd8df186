import { runHooks } from '../hooks/runHooks';
import { badRequest, LakeFSRefusal } from '../LakeFSRefusal';
import { mergeTrees } from '../model/mergeTrees';
import { metaRangeIdOf } from '../model/tree';
import type { Branch, Commit, Tree } from '../model/types';
import type { LakeRepository } from './LakeRepository';
import { resolveRef } from './resolveRef';
import { assertClean, assertWritable } from './writeRules';

interface Pick {
  ref: string;
  /** From 1; 0 where none was named. */
  parentNumber: number;
  committer: string;
  force: boolean;
}

/** A commit on the branch that takes back what another one did. */
export function revertCommit(
  repository: LakeRepository,
  branch: Branch,
  pick: Pick & { allowEmpty: boolean },
): void {
  assertWritable(repository, pick.force);
  const { commit } = resolveRef(repository, pick.ref);
  if (commit.parents.length > 1 && pick.parentNumber === 0) {
    throw new LakeFSRefusal(
      409,
      'must specify 1-based parent number for reverting merge commit',
    );
  }
  const before = parentTree(repository, commit, pick.parentNumber || 1);
  assertClean(branch);
  const head = repository.head(branch);
  // From the commit back to its parent is what is merged.
  const tree = merged(head.tree, before, commit.tree);
  if (metaRangeIdOf(tree) === head.metaRangeId && !pick.allowEmpty) {
    throw badRequest('update branch: no changes');
  }
  add(repository, branch, 'revert', {
    tree,
    committer: pick.committer,
    message: `Revert ${pick.ref}`,
    metadata: {},
  });
}

/** A commit on the branch that does what another one did. */
export function cherryPick(
  repository: LakeRepository,
  branch: Branch,
  pick: Pick,
): Commit {
  assertWritable(repository, pick.force);
  const { commit } = resolveRef(repository, pick.ref);
  if (commit.parents.length > 1 && pick.parentNumber === 0) {
    throw badRequest(
      'must specify 1-based parent number for cherry-picking merge commit',
    );
  }
  const before = parentTree(repository, commit, pick.parentNumber || 1);
  assertClean(branch);
  const head = repository.head(branch);
  if (commit.metaRangeId === metaRangeIdOf(before)) {
    throw badRequest('update branch: no changes');
  }
  return add(repository, branch, 'cherry-pick', {
    tree: merged(head.tree, commit.tree, before),
    committer: pick.committer,
    message: commit.message,
    metadata: {
      ...commit.metadata,
      'cherry-pick-origin': commit.id,
      'cherry-pick-committer': commit.committer,
    },
  });
}

function parentTree(
  repository: LakeRepository,
  commit: Commit,
  number: number,
): Tree {
  if (commit.parents.length === 0) return new Map();
  if (number > commit.parents.length) {
    throw badRequest(
      `given commit does not have the given parent number: parent ${number}`,
    );
  }
  return repository.commit(commit.parents[number - 1]).tree;
}

function merged(destination: Tree, source: Tree, base: Tree): Tree {
  const result = mergeTrees({ destination, source, base, strategy: 'default' });
  if ('conflicts' in result) {
    throw new LakeFSRefusal(409, 'update branch: conflict found');
  }
  return result.tree;
}

function add(
  repository: LakeRepository,
  branch: Branch,
  event: string,
  commit: {
    tree: Tree;
    committer: string;
    message: string;
    metadata: Record<string, string>;
  },
): Commit {
  const { tree } = repository.head(branch);
  runHooks(
    { type: `pre-${event}`, branch: branch.id, commitId: '', tree },
    repository,
  );
  const made = repository.addCommit({ ...commit, parents: [branch.commitId] });
  branch.commitId = made.id;
  runHooks(
    {
      type: `post-${event}`,
      branch: branch.id,
      commitId: made.id,
      tree: made.tree,
    },
    repository,
  );
  return made;
}
