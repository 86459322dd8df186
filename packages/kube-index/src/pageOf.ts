import {
  CursorPosition,
  decodeCursor,
  encodeCursor,
  InvalidCursorError,
} from './cursor';
import { firstSorted } from './firstSorted';
import { Entry, Page, Query, RowKey } from './types';

/** Orders what matches and cuts one page out of it. */
export function pageOf<TRow>(
  matching: Entry<TRow>[],
  query: Pick<Query<TRow>, 'sort' | 'sortFields' | 'limit' | 'cursor'>,
): Page<TRow> {
  const { sort, sortFields, cursor } = query;
  const limit = query.limit ?? Infinity;
  const compare = (
    a: { key: RowKey; row: TRow },
    b: { key: RowKey; row: TRow },
  ) => (sort ? sort(a.row, b.row) : 0) || compareKeys(a.key, b.key);

  const rest =
    cursor === undefined
      ? matching
      : after(matching, decodeCursor<TRow>(cursor, Boolean(sort)), compare);
  const entries = firstSorted(rest, limit, compare);
  const last = entries[entries.length - 1];
  return {
    entries,
    total: matching.length,
    ...(last && entries.length < rest.length
      ? {
          nextCursor: encodeCursor(last, sort && { fields: sortFields }),
        }
      : {}),
  };
}

function after<TRow>(
  matching: Entry<TRow>[],
  position: CursorPosition<TRow>,
  compare: (
    a: { key: RowKey; row: TRow },
    b: { key: RowKey; row: TRow },
  ) => number,
): Entry<TRow>[] {
  return matching.filter(entry => {
    try {
      const { key, row = entry.row } = position;
      return compare(entry, { key, row }) > 0;
    } catch (error) {
      // The cursor came from outside; the rows did not.
      throw new InvalidCursorError(error);
    }
  });
}

function compareKeys(a: RowKey, b: RowKey): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
