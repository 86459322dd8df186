import type { Facets } from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseIndex } from '../index/LakehouseIndex';
import { type PlacedShelf, RowPicker } from './RowPicker';
import { type FacetName, passes, type WorkloadFilters } from './WorkloadQuery';

/** Values told per dimension: more would fit into no column of filters. */
const MOST_VALUES = 1_000;

/** Dimensions of which all rows of a shelf have the same value. */
const OF_SHELVES = ['kind', 'domain', 'kubernetesCluster'] as const;

/** Counts of each dimension under the other dimensions' filters. */
export function countFacets(
  index: LakehouseIndex,
  shelves: Iterable<PlacedShelf>,
  filters: WorkloadFilters,
): Omit<Facets, 'freshness'> {
  const { q, attention } = filters;
  const picker = new RowPicker(index, { q, attention });
  const counts: Record<FacetName, Map<string, number>> = {
    state: new Map(),
    kind: new Map(),
    domain: new Map(),
    kubernetesCluster: new Map(),
    owner: new Map(),
  };
  const add = (name: FacetName, value: string, count: number) =>
    counts[name].set(value, (counts[name].get(value) ?? 0) + count);
  for (const { shelf, place } of shelves) {
    const { domain, kubernetesCluster } = place;
    const values = { kind: shelf.kind, domain, kubernetesCluster };
    const failing = OF_SHELVES.filter(
      name => !passes(filters, name, values[name]),
    );
    // A dimension counts what every other one lets through: past two, none does.
    if (failing.length > 1) {
      continue;
    }
    let passing = 0;
    for (const { state, owner, count } of picker.tallies({ shelf, place })) {
      const byState = passes(filters, 'state', state);
      const byOwner = passes(filters, 'owner', owner);
      if (byOwner && failing.length === 0) {
        add('state', state, count);
      }
      if (byState && failing.length === 0) {
        add('owner', owner, count);
      }
      passing += byState && byOwner ? count : 0;
    }
    if (passing > 0) {
      (failing.length === 0 ? OF_SHELVES : failing).forEach(name =>
        add(name, values[name], passing),
      );
    }
  }
  const names = Object.keys(counts) as FacetName[];
  const truncated = names.filter(name => counts[name].size > MOST_VALUES);
  return {
    state: commonest(counts.state),
    kind: commonest(counts.kind),
    domain: commonest(counts.domain),
    kubernetesCluster: commonest(counts.kubernetesCluster),
    owner: commonest(counts.owner),
    ...(truncated.length > 0 && { truncated }),
  };
}

function commonest(counts: Map<string, number>): Record<string, number> {
  const all = [...counts];
  return Object.fromEntries(
    all.length > MOST_VALUES
      ? all
          .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
          .slice(0, MOST_VALUES)
      : all,
  );
}
