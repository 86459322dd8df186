import { runHooks } from '../hooks/runHooks';
import { badRequest, LakeFSRefusal, MergeConflict } from '../LakeFSRefusal';
import { mergeBase } from '../model/history';
import { mergeTrees, type Strategy } from '../model/mergeTrees';
import type { Branch, Commit, Tree } from '../model/types';
import type { LakeRepository } from './LakeRepository';
import { resolveFor } from './resolveRef';
import { assertClean, assertWritable } from './writeRules';

export interface MergeRequest {
  committer: string;
  message?: string;
  metadata: Record<string, string>;
  strategy: string;
  squash: boolean;
  allowEmpty: boolean;
  force: boolean;
}

const STRATEGIES: Record<string, Strategy> = {
  '': 'default',
  'dest-wins': 'dest-wins',
  'source-wins': 'source-wins',
};

/** Merges a reference into a branch; a `MergeConflict` where both changed the same. */
export function mergeRef(
  repository: LakeRepository,
  source: string,
  destination: Branch,
  request: MergeRequest,
): Commit {
  const strategy = Object.hasOwn(STRATEGIES, request.strategy)
    ? STRATEGIES[request.strategy]
    : undefined;
  if (!strategy) {
    throw badRequest('argument strategy: invalid value: validation error');
  }
  assertWritable(repository, request.force);
  assertClean(destination);
  try {
    return mergeClean(repository, source, destination, request, strategy);
  } catch (error) {
    if (error instanceof MergeConflict) throw error;
    // lakeFS says where what went wrong would have happened.
    throw error instanceof LakeFSRefusal
      ? new LakeFSRefusal(
          error.status,
          `update branch ${destination.id}: ${error.message}`,
        )
      : error;
  }
}

function mergeClean(
  repository: LakeRepository,
  source: string,
  destination: Branch,
  request: MergeRequest,
  strategy: Strategy,
): Commit {
  const from = resolveFor(
    repository,
    source,
    `get commit by ref ${source}`,
  ).commit;
  const to = repository.head(destination);
  const base = baseOf(repository, from, to);
  const tree = mergedTree({ from, to, base, strategy, request });
  const commit = repository.addCommit({
    parents: request.squash ? [to.id] : [to.id, from.id],
    // A squashed one stands above what it took in, too.
    generation: repository.generationAbove([to.id, from.id]),
    committer: request.committer,
    message: request.message || `Merge '${source}' into '${destination.id}'`,
    metadata: { ...request.metadata, '.lakefs.merge.strategy': strategy },
    tree,
  });
  const event = { branch: destination.id, commitId: commit.id };
  // Actions are read from what is merged, not from where it goes.
  runHooks({ type: 'pre-merge', ...event, tree: from.tree }, repository);
  destination.commitId = commit.id;
  runHooks({ type: 'post-merge', ...event, tree }, repository);
  return commit;
}

function mergedTree(options: {
  from: Commit;
  to: Commit;
  base: Commit;
  strategy: Strategy;
  request: MergeRequest;
}): Tree {
  const { from, to, base, strategy, request } = options;
  if (
    from.metaRangeId === base.metaRangeId &&
    !request.allowEmpty &&
    !request.force
  ) {
    throw badRequest('no changes');
  }
  const merged = mergeTrees({
    destination: to.tree,
    source: from.tree,
    base: base.tree,
    strategy,
  });
  if ('conflicts' in merged) throw new MergeConflict();
  return merged.tree;
}

export function baseOf(
  repository: LakeRepository,
  left: Commit,
  right: Commit,
): Commit {
  const base = mergeBase(left, right, id => repository.commit(id));
  if (!base) throw new LakeFSRefusal(500, 'no merge base');
  return base;
}
