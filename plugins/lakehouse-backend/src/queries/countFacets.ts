import type { Facets } from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseIndex } from '../index/LakehouseIndex';
import { type PlacedShelf, RowPicker } from './RowPicker';
import { type FacetName, passes, type WorkloadFilters } from './WorkloadQuery';

/** Values told per dimension: more would fit into no column of filters. */
const MOST_VALUES = 1_000;

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
  const names = Object.keys(counts) as FacetName[];
  for (const { shelf, place } of shelves) {
    const { domain, kubernetesCluster } = place;
    for (const tally of picker.tallies({ shelf, place })) {
      const { state, owner, count } = tally;
      const row = { state, owner, kind: shelf.kind, domain, kubernetesCluster };
      const failing = names.filter(name => !passes(filters, name, row[name]));
      // A dimension counts what every other one lets through.
      for (const name of failing.length === 0 ? names : failing) {
        if (failing.length <= 1) {
          const known = counts[name].get(row[name]) ?? 0;
          counts[name].set(row[name], known + count);
        }
      }
    }
  }
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
