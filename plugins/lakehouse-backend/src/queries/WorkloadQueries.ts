import type {
  Facets,
  ListChanges,
  Workload,
  WorkloadRole,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { ResourceView } from '@lakefront/kube-index';
import type { LakehouseIndex } from '../index/LakehouseIndex';
import { ATTENTION } from '../index/projectWorkload';
import {
  type NamespaceKey,
  toNamespaceKey,
  type WorkloadRow,
} from '../index/rows';
import { toWorkload } from '../index/toWorkload';
import type { DomainKey } from '../types';
import { catchUp, positionsOf } from '../versions/catchUp';
import {
  hashOf,
  type SealedVersion,
  type Versions,
} from '../versions/Versions';
import { countFacets } from './countFacets';
import { mergeRuns } from './mergeRuns';
import { cutList, takePage } from './pageSize';
import type { PlaceSelector, Selection } from './PlaceSelector';
import { type PlacedShelf, RowPicker } from './RowPicker';
import {
  decodeCursor,
  encodeCursor,
  toWorkloadKey,
  type WorkloadOrder,
} from './sortWorkloads';
import { passes, type WorkloadFilters } from './WorkloadQuery';

export interface WorkloadListQuery extends Omit<WorkloadOrder, 'now'> {
  filters: WorkloadFilters;
  limit: number;
  cursor?: string;
  since?: string;
}

type Answer = Omit<ListChanges<Workload>, 'freshness'>;

const ROLES_THAT_RUN: WorkloadRole[] = ['job', 'schedule', 'compute', 'run'];

/** Lists and counts of workloads, selected by what the user may see. */
export class WorkloadQueries {
  readonly #index: LakehouseIndex;
  readonly #selector: PlaceSelector;
  readonly #versions: Versions;
  readonly #now: () => number;

  constructor(options: {
    index: LakehouseIndex;
    selector: PlaceSelector;
    versions: Versions;
    now?: () => number;
  }) {
    this.#index = options.index;
    this.#selector = options.selector;
    this.#versions = options.versions;
    this.#now = options.now ?? Date.now;
  }

  async list(
    scope: ReadonlySet<DomainKey>,
    query: WorkloadListQuery,
  ): Promise<Answer> {
    const { filters, since } = query;
    const opened = since ? this.#versions.open(since) : undefined;
    if (
      opened &&
      opened.query === hashOf(filters) &&
      opened.scope === this.#selector.select(scope, filters).hash
    ) {
      if (!(await catchUp(this.#views(filters), opened.positions))) {
        // Nothing of an older moment, not even a count: the asker knows better.
        return {
          ...{ items: [], removed: [], full: false, behind: true },
          version: since,
        };
      }
      // The wait gave others time to change what may be seen.
      const selection = this.#selector.select(scope, filters);
      const changes = this.#changes(selection, query, opened);
      if (changes) {
        return changes;
      }
    }
    return this.#full(this.#selector.select(scope, filters), query);
  }

  /** Counts of each dimension under the other dimensions' filters. */
  facets(
    scope: ReadonlySet<DomainKey>,
    filters: WorkloadFilters,
  ): Omit<Facets, 'freshness'> {
    const shelves = this.#shelves(this.#selector.select(scope), {
      role: filters.role,
    });
    return countFacets(this.#index, shelves, filters);
  }

  /** How many workloads each domain has in each state, of those that run: a branch neither runs nor waits for its turn. */
  countStates(
    scope: ReadonlySet<DomainKey>,
  ): (domain: string, state: WorkloadState) => number {
    const counts = new Map<string, number>();
    const picker = new RowPicker(this.#index, {});
    const shelves = this.#shelves(this.#selector.select(scope), {
      role: ROLES_THAT_RUN,
    });
    for (const placed of shelves) {
      for (const { state, count } of picker.tallies(placed)) {
        const key = `${placed.place.domain}/${state}`;
        counts.set(key, (counts.get(key) ?? 0) + count);
      }
    }
    return (domain, state) => counts.get(`${domain}/${state}`) ?? 0;
  }

  #full(selection: Selection, query: WorkloadListQuery): Answer {
    // Nothing is awaited between the version and the rows: they belong together.
    const version = this.#version(selection, query);
    const { filters, cursor, limit } = query;
    const order = { ...query, now: this.#now() };
    const picker = new RowPicker(this.#index, filters);
    const runs = [...this.#shelves(selection, filters)].flatMap(placed =>
      picker.runs(placed, order),
    );
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const { items, last, more } = takePage(mergeRuns(runs, order, after), {
      limit,
      toItem: ({ row, place }) => toWorkload(this.#index, row, place),
    });
    return {
      items,
      nextCursor: more && last ? encodeCursor(last.position) : undefined,
      ...{ removed: [], full: true, version },
      total: runs.reduce((sum, { rows }) => sum + rows.length, 0),
    };
  }

  #changes(
    selection: Selection,
    query: WorkloadListQuery,
    opened: SealedVersion,
  ): Answer | undefined {
    const { filters, limit } = query;
    const waiting = this.#waitingSince(selection, opened);
    if (opened.scope !== selection.hash || !waiting) {
      return undefined;
    }
    const picker = new RowPicker(this.#index, filters);
    const items: Workload[] = [];
    const removed: string[] = [];
    for (const [kind, view] of this.#workloadViews(filters)) {
      const since = view.changesSince(
        opened.positions[view.id] ?? {},
        selection.kubernetesClusters,
      );
      if (since.kind !== 'changes') {
        return undefined;
      }
      for (const key of new Set([...since.touched, ...waiting(view)])) {
        const [kubernetesCluster, namespace, name] = key.split('/');
        const place = selection.places.get(
          toNamespaceKey(kubernetesCluster, namespace),
        );
        // What others may not see is not even said to be gone.
        if (!place) {
          continue;
        }
        const row = view.getByKey(key)?.row;
        if (row && picker.passes(row, place)) {
          items.push(toWorkload(this.#index, row, place));
        } else {
          removed.push(
            toWorkloadKey({ kubernetesCluster, namespace, kind, name }),
          );
        }
        // So many changes are more to read than the page itself.
        if (items.length + removed.length > limit) {
          return undefined;
        }
      }
    }
    return cutList(items).truncated
      ? undefined
      : {
          ...{ items, removed, full: false },
          total: this.#total(selection, query),
          version: this.#version(selection, query),
        };
  }

  #total(selection: Selection, query: WorkloadListQuery): number {
    const picker = new RowPicker(this.#index, query.filters);
    let total = 0;
    for (const placed of this.#shelves(selection, query.filters)) {
      for (const { count } of picker.tallies(placed)) {
        total += count;
      }
    }
    return total;
  }

  *#shelves(
    { places }: Selection,
    filters: WorkloadFilters,
  ): Generator<PlacedShelf> {
    const kinds = new Set(this.#workloadViews(filters).map(([kind]) => kind));
    for (const [namespace, place] of places) {
      for (const shelf of this.#index.shelves.of(namespace)) {
        if (kinds.has(shelf.kind)) {
          yield { shelf, place };
        }
      }
    }
  }

  /** The kinds that filters leave, with their views. */
  #workloadViews(
    filters: WorkloadFilters,
  ): Array<[string, ResourceView<WorkloadRow>]> {
    return [...this.#index.workloads].filter(
      ([kind]) =>
        passes(filters, 'kind', kind) &&
        passes(filters, 'role', this.#index.kind(kind)?.role ?? ''),
    );
  }

  /** What decides an answer: the workloads, and the quotas that some of them wait for. */
  #views(filters: WorkloadFilters): ResourceView<unknown>[] {
    return [
      ...this.#workloadViews(filters).map(([, view]) => view),
      this.#index.quotas,
    ];
  }

  /**
   * Finds the keys of what runs and waits for more where a quota has moved
   * since: why it waits, and whether it does, may have changed with it.
   */
  #waitingSince(
    { places, kubernetesClusters }: Selection,
    opened: SealedVersion,
  ): ((view: ResourceView<WorkloadRow>) => string[]) | undefined {
    const { quotas } = this.#index;
    const since = quotas.changesSince(
      opened.positions[quotas.id] ?? {},
      kubernetesClusters,
    );
    if (since.kind !== 'changes') {
      return undefined;
    }
    const moved = since.touched
      .map(key => key.slice(0, key.lastIndexOf('/')) as NamespaceKey)
      .filter(namespace => places.has(namespace));
    const where = {
      namespace: moved,
      state: ['running'],
      attention: [ATTENTION],
    };
    return view =>
      moved.length > 0
        ? view.list({ where }).entries.map(({ key }) => key)
        : [];
  }

  #version(selection: Selection, { filters }: WorkloadListQuery): string {
    return this.#versions.seal({
      positions: positionsOf(
        this.#views(filters),
        selection.kubernetesClusters,
      ),
      query: hashOf(filters),
      scope: selection.hash,
    });
  }
}
