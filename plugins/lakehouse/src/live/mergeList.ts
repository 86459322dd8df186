import type {
  Freshness,
  List,
  ListChanges,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** Rows as a system answers them: all, a page, or only what changed. `F`: how it says how fresh they are. */
export type Answered<T, F = Freshness> = Omit<List<T>, 'freshness'> &
  Partial<Omit<ListChanges<T>, keyof List<T>>> & { freshness: F[] };

/** A list on a page, with rows that wait until the reader wants them. */
export interface LiveList<T, F = Freshness> {
  items: T[];
  /** New rows that are not shown yet, because somebody reads. */
  arrived: T[];
  /** Count of all rows that match, over all pages. */
  total?: number;
  version?: string;
  nextCursor?: string;
  freshness: F[];
}

/** How rows are told apart and put in order. */
export interface MergeOptions<T> {
  keyOf(row: T): string;
  /** Where a new row belongs; without it, on top. */
  compare?(a: T, b: T): number;
  /** Somebody reads: nothing may move, new rows only announce themselves. */
  reading?: boolean;
}

/** The first page, or the whole answer again. */
export function toLiveList<T, F = Freshness>(
  page: Answered<T, F>,
): LiveList<T, F> {
  return {
    items: page.items,
    arrived: [],
    total: page.total,
    version: page.version,
    nextCursor: page.nextCursor,
    freshness: page.freshness,
  };
}

/** One more page at the end; rows that are there already keep their place. */
export function appendPage<T, F = Freshness>(
  list: LiveList<T, F>,
  page: Answered<T, F>,
  options: MergeOptions<T>,
): LiveList<T, F> {
  const { keyOf } = options;
  const known = new Set([...list.items, ...list.arrived].map(keyOf));
  return {
    ...list,
    items: [...list.items, ...page.items.filter(row => !known.has(keyOf(row)))],
    nextCursor: page.nextCursor,
    freshness: page.freshness,
  };
}

/**
 * What changed since, laid over what is shown. Rows change in place and never
 * move; rows that are gone leave; new rows come in where they belong, or wait
 * in `arrived` while somebody reads. An answer of a replica that is behind
 * changes nothing but freshness, and our version stays.
 */
export function mergeChanges<T, F = Freshness>(
  list: LiveList<T, F>,
  changes: Answered<T, F>,
  options: MergeOptions<T>,
): LiveList<T, F> {
  const { keyOf, compare, reading } = options;
  if (changes.behind) {
    return { ...list, freshness: changes.freshness };
  }
  const full = changes.full ?? true;
  if (full && !reading) {
    return toLiveList(changes);
  }

  const incoming = new Map(changes.items.map(row => [keyOf(row), row]));
  const removed = new Set(changes.removed ?? []);
  const stays = (row: T) => {
    const key = keyOf(row);
    return full ? incoming.has(key) : !removed.has(key);
  };
  const items = list.items
    .filter(stays)
    .map(row => incoming.get(keyOf(row)) ?? row);
  const shown = new Set(items.map(keyOf));

  const fresh = new Map<string, T>();
  for (const row of [...list.arrived.filter(stays), ...changes.items]) {
    const key = keyOf(row);
    if (!shown.has(key)) {
      fresh.set(key, incoming.get(key) ?? row);
    }
  }
  const arrived = [...fresh.values()];
  const merged: LiveList<T, F> = {
    items,
    arrived,
    total: changes.total ?? list.total,
    version: changes.version ?? list.version,
    nextCursor: full ? changes.nextCursor : list.nextCursor,
    freshness: changes.freshness,
  };
  return reading ? merged : takeArrived(merged, { compare });
}

/** The reader wants the new rows now. */
export function takeArrived<T, F = Freshness>(
  list: LiveList<T, F>,
  options: Pick<MergeOptions<T>, 'compare'>,
): LiveList<T, F> {
  if (list.arrived.length === 0) {
    return list;
  }
  const { compare } = options;
  const items = compare
    ? insertInOrder(list.items, list.arrived, compare)
    : [...list.arrived, ...list.items];
  return { ...list, items, arrived: [] };
}

/** Rows that are shown keep their order, even where a later change would sort them elsewhere. */
function insertInOrder<T>(
  items: T[],
  added: T[],
  compare: (a: T, b: T) => number,
): T[] {
  const result = [...items];
  for (const row of [...added].sort(compare)) {
    const at = result.findIndex(other => compare(row, other) < 0);
    result.splice(at < 0 ? result.length : at, 0, row);
  }
  return result;
}
