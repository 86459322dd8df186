import { compareText, isSameEntry } from './tree';
import type { Change, Staged, Tree } from './types';

/** How `right` differs from `left`, in the order of the paths. */
export function diffTrees(left: Tree, right: Tree): Change[] {
  return changedPaths(left, right).map(path => {
    const before = left.get(path);
    const after = right.get(path);
    if (!before) return { path, type: 'added', size: after!.size };
    if (!after) return { path, type: 'removed', size: before.size };
    return { path, type: 'changed', size: after.size };
  });
}

/**
 * What `source` would bring to `destination`: what it changed since `base`,
 * where that differs; a conflict where `destination` changed it too.
 */
export function compareTrees(
  destination: Tree,
  source: Tree,
  base: Tree,
): Change[] {
  return diffTrees(destination, source)
    .filter(({ path }) => !isSameEntry(source.get(path), base.get(path)))
    .map(change =>
      isSameEntry(destination.get(change.path), base.get(change.path))
        ? change
        : { ...change, type: 'conflict' },
    );
}

/** What was written to a branch since its last commit. A removal has no size. */
export function diffStaged(tree: Tree, staged: Staged): Change[] {
  const changes: Change[] = [];
  for (const [path, entry] of staged) {
    const before = tree.get(path);
    if (isSameEntry(before, entry)) continue;
    if (!entry) changes.push({ path, type: 'removed', size: 0 });
    else {
      changes.push({
        path,
        type: before ? 'changed' : 'added',
        size: entry.size,
      });
    }
  }
  return changes.sort((a, b) => compareText(a.path, b.path));
}

function changedPaths(left: Tree, right: Tree): string[] {
  if (left === right) return [];
  const paths: string[] = [];
  for (const [path, entry] of left) {
    if (!isSameEntry(entry, right.get(path))) paths.push(path);
  }
  for (const path of right.keys()) {
    if (!left.has(path)) paths.push(path);
  }
  return paths.sort(compareText);
}
