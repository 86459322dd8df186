import type { Commit } from './types';

export type CommitOf = (id: string) => Commit;

/** The commits that one stands on, itself first: always the newest of those that are next. */
export function* walkHistory(
  start: Commit,
  commitOf: CommitOf,
  options: { firstParent: boolean; since?: number },
): Generator<Commit> {
  const { firstParent, since = -Infinity } = options;
  const seen = new Set([start.id]);
  const next = [start].filter(commit => commit.createdAt >= since);
  while (next.length > 0) {
    const commit = takeFirst(next, isNewer);
    yield commit;
    const parents = firstParent ? commit.parents.slice(0, 1) : commit.parents;
    for (const id of parents) {
      if (seen.has(id)) continue;
      seen.add(id);
      const parent = commitOf(id);
      if (parent.createdAt >= since) next.push(parent);
    }
  }
}

/** The nearest commit that both stand on. */
export function mergeBase(
  left: Commit,
  right: Commit,
  commitOf: CommitOf,
): Commit | undefined {
  if (left.id === right.id) return left;
  const reachedBy = new Map([
    [left.id, new Set(['left'])],
    [right.id, new Set(['right'])],
  ]);
  const next = [left, right];
  while (next.length > 0) {
    const commit = takeFirst(next, isFartherFromRoot);
    const sides = reachedBy.get(commit.id)!;
    // The farthest from the root comes first, so nobody reaches this one later.
    if (sides.size === 2) return commit;
    for (const id of commit.parents) {
      const known = reachedBy.get(id);
      if (!known) next.push(commitOf(id));
      reachedBy.set(id, new Set([...(known ?? []), ...sides]));
    }
  }
  return undefined;
}

function takeFirst(
  commits: Commit[],
  isBefore: (a: Commit, b: Commit) => boolean,
): Commit {
  let first = 0;
  for (let at = 1; at < commits.length; at++) {
    if (isBefore(commits[at], commits[first])) first = at;
  }
  return commits.splice(first, 1)[0];
}

function isNewer(a: Commit, b: Commit): boolean {
  return a.createdAt === b.createdAt ? a.id > b.id : a.createdAt > b.createdAt;
}

function isFartherFromRoot(a: Commit, b: Commit): boolean {
  return a.generation === b.generation
    ? a.createdAt > b.createdAt
    : a.generation > b.generation;
}
