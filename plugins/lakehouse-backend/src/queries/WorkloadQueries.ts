import type {
  Facets,
  ListChanges,
  Workload,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { ResourceView } from '@lakefront/kube-index';
import type { DomainMap } from '../index/DomainMap';
import type { LakehouseIndex } from '../index/LakehouseIndex';
import { ATTENTION } from '../index/projectWorkload';
import { toNamespaceKey, type WorkloadRow } from '../index/rows';
import { createToWorkload } from '../index/toWorkload';
import type { DomainKey, DomainPlace } from '../types';
import { catchUp, positionsOf } from '../versions/catchUp';
import {
  hashOf,
  type SealedVersion,
  type Versions,
} from '../versions/Versions';
import { matches, NO_OWNER, type WorkloadFilters } from './WorkloadQuery';
import {
  pageOfWorkloads,
  toWorkloadKey,
  type WorkloadOrder,
} from './sortWorkloads';

export interface WorkloadListQuery extends Omit<WorkloadOrder, 'now'> {
  filters: WorkloadFilters;
  limit: number;
  cursor?: string;
  since?: string;
}

type Answer = Omit<ListChanges<Workload>, 'freshness'>;

/** Lists and counts of workloads, selected by what the user may see. */
export class WorkloadQueries {
  readonly #index: LakehouseIndex;
  readonly #domains: DomainMap;
  readonly #versions: Versions;
  readonly #now: () => number;

  constructor(options: {
    index: LakehouseIndex;
    domains: DomainMap;
    versions: Versions;
    now?: () => number;
  }) {
    this.#index = options.index;
    this.#domains = options.domains;
    this.#versions = options.versions;
    this.#now = options.now ?? Date.now;
  }

  async list(
    scope: ReadonlySet<DomainKey>,
    query: WorkloadListQuery,
  ): Promise<Answer> {
    const opened = query.since ? this.#versions.open(query.since) : undefined;
    const views = this.#views(query);
    const selection = this.#select(scope, query.filters);
    if (
      opened &&
      opened.query === hashOf(query.filters) &&
      opened.scope === hashOf(selection.namespaces)
    ) {
      if (!(await catchUp(views, opened.positions))) {
        return {
          ...{ items: [], removed: [], full: false, behind: true },
          total: this.#matching(selection, query.filters).length,
          version: query.since,
        };
      }
      // The wait gave others time to change what may be seen.
      const changes = this.#changes(
        this.#select(scope, query.filters),
        query,
        opened,
      );
      if (changes) {
        return changes;
      }
    }
    return this.#full(this.#select(scope, query.filters), query);
  }

  /** Counts of each dimension under the other dimensions' filters. */
  facets(
    scope: ReadonlySet<DomainKey>,
    filters: WorkloadFilters,
  ): Omit<Facets, 'freshness'> {
    const counts: Omit<Facets, 'freshness'> = {
      state: {},
      kind: {},
      domain: {},
      kubernetesCluster: {},
      owner: {},
    };
    const all = this.#select(scope, {});
    for (const workload of this.#matching(all, {
      role: filters.role,
      q: filters.q,
      attention: filters.attention,
    })) {
      for (const name of Object.keys(counts) as Array<keyof typeof counts>) {
        if (matches(workload, filters, name)) {
          const value = workload[name] ?? NO_OWNER;
          counts[name][value] = (counts[name][value] ?? 0) + 1;
        }
      }
    }
    return counts;
  }

  /** How many workloads each domain has in each state. */
  countStates(
    scope: ReadonlySet<DomainKey>,
  ): (domain: string, state: WorkloadState) => number {
    const counts = new Map<string, number>();
    for (const workload of this.#matching(this.#select(scope, {}), {})) {
      const key = `${workload.domain}/${workload.state}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return (domain, state) => counts.get(`${domain}/${state}`) ?? 0;
  }

  #full(selection: Selection, query: WorkloadListQuery): Answer {
    // Nothing is awaited between the version and the rows: they belong together.
    const version = this.#version(selection, query);
    const matching = this.#matching(selection, query.filters);
    return {
      ...pageOfWorkloads(matching, { ...query, now: this.#now() }),
      removed: [],
      full: true,
      total: matching.length,
      version,
    };
  }

  #changes(
    selection: Selection,
    query: WorkloadListQuery,
    opened: SealedVersion,
  ): Answer | undefined {
    if (opened.scope !== hashOf(selection.namespaces)) {
      return undefined;
    }
    const waiting = this.#waitingSince(selection, opened);
    if (!waiting) {
      return undefined;
    }
    const toWorkload = createToWorkload(this.#index);
    const items: Workload[] = [];
    const removed: string[] = [];
    for (const [kind, view] of this.#index.workloads) {
      if (query.filters.kind?.length && !query.filters.kind.includes(kind)) {
        continue;
      }
      const since = view.changesSince(opened.positions[view.id] ?? {});
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
        const workload = row && toWorkload(row, place);
        if (workload && matches(workload, query.filters)) {
          items.push(workload);
        } else {
          removed.push(
            toWorkloadKey({ kubernetesCluster, namespace, kind, name }),
          );
        }
      }
    }
    return {
      items,
      removed,
      full: false,
      total: this.#matching(selection, query.filters).length,
      version: this.#version(selection, query),
    };
  }

  /** What decides an answer: the workloads, and the quotas that some of them wait for. */
  #views(query: WorkloadListQuery): ResourceView<unknown>[] {
    return [
      ...this.#index.workloadViews(query.filters.kind),
      this.#index.quotas,
    ];
  }

  /**
   * Finds the keys of what runs and waits for more where a quota has moved
   * since: why it waits, and whether it does, may have changed with it.
   */
  #waitingSince(
    selection: Selection,
    opened: SealedVersion,
  ): ((view: ResourceView<WorkloadRow>) => string[]) | undefined {
    const { quotas } = this.#index;
    const since = quotas.changesSince(opened.positions[quotas.id] ?? {});
    if (since.kind !== 'changes') {
      return undefined;
    }
    const moved = since.touched
      .map(key => {
        const [kubernetesCluster, namespace] = key.split('/');
        return toNamespaceKey(kubernetesCluster, namespace);
      })
      .filter(namespace => selection.places.has(namespace));
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

  #version(selection: Selection, query: WorkloadListQuery): string {
    return this.#versions.seal({
      positions: positionsOf(this.#views(query)),
      query: hashOf(query.filters),
      scope: hashOf(selection.namespaces),
    });
  }

  #select(scope: ReadonlySet<DomainKey>, filters: WorkloadFilters): Selection {
    const { domain, kubernetesCluster } = filters;
    const places = this.#domains
      .places()
      .filter(
        place =>
          scope.has(place.key) &&
          (!domain?.length || domain.includes(place.domain)) &&
          (!kubernetesCluster?.length ||
            kubernetesCluster.includes(place.kubernetesCluster)),
      );
    const byNamespace = new Map(
      places.map(place => [
        toNamespaceKey(place.kubernetesCluster, place.namespace),
        place,
      ]),
    );
    return {
      places: byNamespace,
      namespaces: [...byNamespace].map(([key, place]) => `${key}=${place.key}`),
    };
  }

  #matching(selection: Selection, filters: WorkloadFilters): Workload[] {
    const where: Record<string, readonly string[]> = {
      namespace: [...selection.places.keys()],
      ...(filters.state?.length && { state: filters.state }),
      ...(filters.attention && { attention: [ATTENTION] }),
    };
    const toWorkload = createToWorkload(this.#index);
    return this.#index
      .workloadViews(filters.kind)
      .flatMap(view => rowsOf(view, where))
      .flatMap(row => {
        const { kubernetesCluster, namespace } = row.workload;
        const place = selection.places.get(
          toNamespaceKey(kubernetesCluster, namespace),
        );
        return place ? [toWorkload(row, place)] : [];
      })
      .filter(workload => matches(workload, filters));
  }
}

/** The places that a query is about, and what of them a version remembers. */
interface Selection {
  places: Map<string, DomainPlace>;
  namespaces: string[];
}

function rowsOf(
  view: ResourceView<WorkloadRow>,
  where: Record<string, readonly string[]>,
): WorkloadRow[] {
  return view.list({ where }).entries.map(({ row }) => row);
}
