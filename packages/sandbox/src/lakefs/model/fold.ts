import { compareText } from './tree';

/** What part of a list is asked for. */
export interface ListQuery {
  prefix: string;
  after: string;
  delimiter: string;
  amount: number;
}

/** A thing of the list, or what all things below a prefix are folded to. */
export type Folded<T> =
  | { path: string; item: T }
  | { path: string; item: undefined };

/**
 * One page of things in the order of their paths. With a delimiter, all whose
 * path goes on after one are folded to the path up to it, once.
 */
export function foldPage<T>(
  things: readonly T[],
  pathOf: (thing: T) => string,
  query: ListQuery,
): { results: Folded<T>[]; hasMore: boolean } {
  const { prefix, after, delimiter, amount } = query;
  const results: Folded<T>[] = [];
  let folded: string | undefined;
  for (const thing of things) {
    const path = pathOf(thing);
    if (!path.startsWith(prefix)) continue;
    if (folded !== undefined && path.startsWith(folded)) continue;
    const end = delimiter ? path.indexOf(delimiter, prefix.length) : -1;
    folded = end < 0 ? undefined : path.slice(0, end + delimiter.length);
    const shown = folded ?? path;
    if (after !== '' && compareText(shown, after) <= 0) continue;
    if (results.length === amount) return { results, hasMore: true };
    results.push(
      folded === undefined
        ? { path, item: thing }
        : { path: folded, item: undefined },
    );
  }
  return { results, hasMore: false };
}
