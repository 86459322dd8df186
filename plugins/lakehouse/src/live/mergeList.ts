import type {
  Freshness,
  List,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { MaybeChanges } from '../api';

/** A list on a page, with rows that wait until the reader wants them. */
export interface LiveList<T> {
  items: T[];
  /** New rows that are not shown yet, because somebody reads. */
  arrived: T[];
  /** Count of all rows that match, over all pages. */
  total?: number;
  version?: string;
  nextCursor?: string;
  freshness: Freshness[];
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
export function toLiveList<T>(page: MaybeChanges<T>): LiveList<T> {
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
export function appendPage<T>(
  list: LiveList<T>,
  page: List<T>,
  options: MergeOptions<T>,
): LiveList<T> {
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
export function mergeChanges<T>(
  list: LiveList<T>,
  changes: MaybeChanges<T>,
  options: MergeOptions<T>,
): LiveList<T> {
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
  const merged: LiveList<T> = {
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
export function takeArrived<T>(
  list: LiveList<T>,
  options: Pick<MergeOptions<T>, 'compare'>,
): LiveList<T> {
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
