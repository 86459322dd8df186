import { Bucket } from './Bucket';
import { RowTable } from './RowTable';
import { StoredEntry } from './StoredEntry';
import { Query } from './types';

/** A named index must hold one of the values. */
interface Condition<TRow> {
  buckets: ReadonlySet<Bucket<TRow>>;
  size: number;
}

/** Visits each entry that matches `where` and `filter` once, in no order. */
export function forEachRow<TRow>(
  table: RowTable<TRow>,
  query: Pick<Query<TRow>, 'where' | 'filter'>,
  visit: (entry: StoredEntry<TRow>) => void,
): void {
  const { filter, where } = query;
  const take = filter
    ? (entry: StoredEntry<TRow>) => {
        if (filter(entry.row)) {
          visit(entry);
        }
      }
    : visit;
  const [smallest, ...others] = Object.entries(where ?? {})
    .map(([index, values]) => toCondition(table, index, values))
    .sort((a, b) => a.size - b.size);
  if (!smallest) {
    table.forEach(take);
    return;
  }
  for (const bucket of smallest.buckets) {
    const { rowsWithSeveral } = bucket.group;
    // A row may hold two values of one index and must come once.
    const mayComeTwice = rowsWithSeveral > 0 && smallest.buckets.size > 1;
    bucket.forEach(entry => {
      if (
        others.every(other => holds(entry, other)) &&
        (!mayComeTwice || firstOf(entry, smallest) === bucket)
      ) {
        take(entry);
      }
    });
  }
}

/** Counts of the values of an index among the rows that match. */
export function countValues<TRow>(
  table: RowTable<TRow>,
  index: string,
  query: Pick<Query<TRow>, 'where' | 'filter'>,
): Map<string, number> {
  const group = table.group(index);
  const buckets = [...(group?.buckets.values() ?? [])];
  if (!query.where && !query.filter) {
    return new Map(buckets.map(({ value, size }) => [value, size]));
  }
  const counted: Bucket<TRow>[] = [];
  try {
    forEachRow(table, query, entry => {
      for (const bucket of entry.buckets) {
        if (bucket.group === group) {
          if (bucket.tally === 0) {
            counted.push(bucket);
          }
          bucket.tally += 1;
        }
      }
    });
    return new Map(counted.map(({ value, tally }) => [value, tally]));
  } finally {
    counted.forEach(bucket => {
      bucket.tally = 0;
    });
  }
}

function toCondition<TRow>(
  table: RowTable<TRow>,
  index: string,
  values: readonly string[],
): Condition<TRow> {
  const group = table.group(index);
  const buckets = new Set<Bucket<TRow>>();
  let size = 0;
  for (const value of new Set(values)) {
    const bucket = group?.buckets.get(value);
    if (bucket) {
      buckets.add(bucket);
      size += bucket.size;
    }
  }
  return { buckets, size };
}

function holds<TRow>(
  entry: StoredEntry<TRow>,
  { buckets }: Condition<TRow>,
): boolean {
  return firstOf(entry, { buckets }) !== undefined;
}

function firstOf<TRow>(
  entry: StoredEntry<TRow>,
  { buckets }: Pick<Condition<TRow>, 'buckets'>,
): Bucket<TRow> | undefined {
  for (const bucket of entry.buckets) {
    if (buckets.has(bucket)) {
      return bucket;
    }
  }
  return undefined;
}
