import { decodeCursor, encodeCursor, InvalidCursorError } from './cursor';
import { FirstSorted } from './FirstSorted';
import { parseRowKey } from './rowKey';
import { RowTable } from './RowTable';
import { forEachRow } from './selectRows';
import { StoredEntry } from './StoredEntry';
import { Entry, Page, Query } from './types';

/** What an order compares: a row, and what makes it the only one. */
type Place<TRow> = Pick<
  Entry<TRow>,
  'kubernetesCluster' | 'namespace' | 'name' | 'row'
>;

/** Orders what matches and cuts one page out of it. */
export function pageOf<TRow>(
  table: RowTable<TRow>,
  query: Query<TRow>,
): Page<TRow> {
  const { sort, sortFields, cursor, limit = Infinity } = query;
  const compare = (a: Place<TRow>, b: Place<TRow>) =>
    (sort ? sort(a.row, b.row) : 0) || comparePlaces(a, b);
  const isOnPage =
    cursor === undefined
      ? () => true
      : isAfter(decodePlace(cursor, Boolean(sort)), compare);

  const first = new FirstSorted<StoredEntry<TRow>>(limit, compare);
  let total = 0;
  let rest = 0;
  forEachRow(table, query, entry => {
    total += 1;
    if (isOnPage(entry)) {
      rest += 1;
      first.add(entry);
    }
  });
  const entries = first.sorted();
  const last = entries[entries.length - 1];
  return {
    entries,
    total,
    ...(last && entries.length < rest
      ? { nextCursor: encodeCursor(last, sort && { fields: sortFields }) }
      : {}),
  };
}

/** Where the page before ended; without an order, its row does not matter. */
function decodePlace<TRow>(
  cursor: string,
  sorted: boolean,
): Omit<Place<TRow>, 'row'> & { row?: TRow } {
  const { key, row } = decodeCursor<TRow>(cursor, sorted);
  const parts = parseRowKey(key);
  if (!parts) {
    throw new InvalidCursorError();
  }
  return { ...parts, row };
}

function isAfter<TRow>(
  place: Omit<Place<TRow>, 'row'> & { row?: TRow },
  compare: (a: Place<TRow>, b: Place<TRow>) => number,
) {
  return (entry: Place<TRow>) => {
    try {
      return compare(entry, { ...place, row: place.row ?? entry.row }) > 0;
    } catch (error) {
      // The cursor came from outside; the rows did not.
      throw new InvalidCursorError(error);
    }
  };
}

function comparePlaces<TRow>(a: Place<TRow>, b: Place<TRow>): number {
  return (
    compareText(a.kubernetesCluster, b.kubernetesCluster) ||
    compareText(a.namespace ?? '', b.namespace ?? '') ||
    compareText(a.name, b.name)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
