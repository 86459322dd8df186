import { createHash } from 'node:crypto';
import type { Entry, Staged, Tree } from './types';

/** Whether two are the same object: where their bytes lie and when they were written is not looked at. */
export function isSameEntry(
  a: Entry | null | undefined,
  b: Entry | null | undefined,
): boolean {
  if (!a || !b) return !a && !b;
  return a === b || identity(a) === identity(b);
}

function identity({ size, checksum, metadata, contentType }: Entry): string {
  return JSON.stringify([
    size,
    checksum,
    Object.entries(metadata).sort(([a], [b]) => compareText(a, b)),
    contentType,
  ]);
}

/** The tree with what was written since. */
export function applyStaged(tree: Tree, staged: Staged): Tree {
  const next = new Map(tree);
  for (const [path, entry] of staged) {
    if (entry) next.set(path, entry);
    else next.delete(path);
  }
  return next;
}

/** Id of a tree: trees that hold the same objects have the same one. The empty one has none. */
export function metaRangeIdOf(tree: Tree): string {
  if (tree.size === 0) return '';
  const hash = createHash('sha256');
  for (const path of sortedPaths(tree)) {
    hash.update(`${JSON.stringify(path)} ${identity(tree.get(path)!)}\n`);
  }
  return hash.digest('hex');
}

const sorted = new WeakMap<ReadonlyMap<string, unknown>, string[]>();

/** The paths of a tree in their order. */
export function sortedPaths(tree: Tree): readonly string[] {
  const known = sorted.get(tree);
  if (known) return known;
  const paths = [...tree.keys()].sort(compareText);
  sorted.set(tree, paths);
  return paths;
}

/** The order of the bytes, as lakeFS has it; not that of a language. */
export function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
