import { RowTable } from './RowTable';
import { Entry, Query, RowKey } from './types';

/** The entries that match `where` and `filter`, in no order. */
export function selectRows<TRow>(
  table: RowTable<TRow>,
  query: Pick<Query<TRow>, 'where' | 'filter'>,
): Entry<TRow>[] {
  const { filter } = query;
  const selected: Entry<TRow>[] = [];
  for (const entry of candidates(table, query.where)) {
    if (!filter || filter(entry.row)) {
      selected.push(entry);
    }
  }
  return selected;
}

function* candidates<TRow>(
  table: RowTable<TRow>,
  where: Query<TRow>['where'],
): Generator<Entry<TRow>> {
  const conditions = Object.entries(where ?? {})
    .map(([index, values]) => table.keysWith(index, values))
    .map(sets => ({
      sets,
      size: sets.reduce((sum, set) => sum + set.size, 0),
    }))
    .sort((a, b) => a.size - b.size);
  const [smallest, ...others] = conditions;
  if (!smallest) {
    yield* table.entries();
    return;
  }
  // A row may hold two values of one index and must come once.
  const keys =
    smallest.sets.length === 1
      ? smallest.sets[0]
      : new Set<RowKey>(smallest.sets.flatMap(set => [...set]));
  for (const key of keys) {
    if (others.every(({ sets }) => sets.some(set => set.has(key)))) {
      const entry = table.get(key);
      if (entry) {
        yield entry;
      }
    }
  }
}
