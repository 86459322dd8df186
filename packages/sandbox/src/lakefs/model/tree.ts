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

/** The order of the bytes of UTF-8, as lakeFS has it: in it what JavaScript writes as two comes last. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x !== y) {
      return isHalf(x) === isHalf(y) ? x - y : Number(isHalf(x)) - 0.5;
    }
  }
  return a.length - b.length;
}

function isHalf(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xe000;
}
