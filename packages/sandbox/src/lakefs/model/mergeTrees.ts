import { compareTrees } from './diff';
import type { Tree } from './types';

export type Strategy = 'default' | 'dest-wins' | 'source-wins';

/**
 * `destination` with what `source` changed since `base`, or the paths that
 * both changed, where no strategy says whose it is.
 */
export function mergeTrees(options: {
  destination: Tree;
  source: Tree;
  base: Tree;
  strategy: Strategy;
}): { tree: Tree } | { conflicts: string[] } {
  const { destination, source, base, strategy } = options;
  const changes = compareTrees(destination, source, base);
  const conflicts = changes.filter(({ type }) => type === 'conflict');
  if (conflicts.length > 0 && strategy === 'default') {
    return { conflicts: conflicts.map(({ path }) => path) };
  }
  const tree = new Map(destination);
  for (const { path, type } of changes) {
    if (type === 'conflict' && strategy === 'dest-wins') continue;
    const entry = source.get(path);
    if (entry) tree.set(path, entry);
    else tree.delete(path);
  }
  return { tree };
}
