import { runHooks } from '../hooks/runHooks';
import { badRequest } from '../LakeFSRefusal';
import { applyStaged } from '../model/tree';
import { diffStaged } from '../model/diff';
import type { Branch, Commit } from '../model/types';
import type { LakeRepository } from './LakeRepository';
import { assertMayCommit } from './writeRules';

/** Makes a commit of what is uncommitted on a branch. */
export function commitBranch(
  repository: LakeRepository,
  branch: Branch,
  options: {
    committer: string;
    message: string;
    metadata: Record<string, string>;
    allowEmpty: boolean;
    force: boolean;
  },
): Commit {
  const { committer, message, metadata, allowEmpty, force } = options;
  assertMayCommit(repository, branch, force);
  const head = repository.head(branch);
  const tree = applyStaged(head.tree, branch.staged);
  // lakeFS reads the actions of a commit where they may be uncommitted still.
  const event = { branch: branch.id, commitId: '', tree };
  runHooks({ type: 'prepare-commit', ...event }, repository);
  runHooks({ type: 'pre-commit', ...event }, repository);
  if (diffStaged(head.tree, branch.staged).length === 0 && !allowEmpty) {
    throw badRequest('commit: no changes');
  }
  const commit = repository.addCommit({
    ...{ committer, message, metadata, tree },
    parents: [head.id],
  });
  branch.commitId = commit.id;
  branch.staged.clear();
  runHooks({ type: 'post-commit', ...event, commitId: commit.id }, repository);
  return commit;
}
