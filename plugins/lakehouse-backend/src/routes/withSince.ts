import { hashOf, type Versions } from '../versions/Versions';

/**
 * `since` for lists that are small enough to be compared whole: nothing when
 * the answer is the one that the caller has, else all of it.
 */
export function withSince<T extends { items: unknown[] }>(
  versions: Versions,
  since: string | undefined,
  answer: T,
): T & { version: string; full: boolean; removed: string[] } {
  const body = hashOf(answer);
  const same = since !== undefined && versions.open(since)?.body === body;
  return {
    ...answer,
    ...(same && { items: [] }),
    full: !same,
    removed: [],
    version: versions.seal({ positions: {}, query: '', scope: '', body }),
  };
}
