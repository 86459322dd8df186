import type {
  DomainRole,
  LakehouseDomain,
  LakehouseDomainDetail,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { SETTINGS_NAMESPACE } from '@lakefront/backstage-plugin-lakehouse-common';
import { repositoryFor, type GitOpsConfig } from '../gitopsConfig';
import type { DomainMap } from '../index/DomainMap';
import type { LakehouseIndex } from '../index/LakehouseIndex';
import { toDomainSync, toNamespaceKey } from '../index/rows';
import { InputError } from '@backstage/errors';
import type { DomainKey, DomainPlace, LakehouseReader } from '../types';
import { takePage } from './pageSize';

/** What a domain's answer needs beside the index. */
export interface DomainFacts {
  /** How many workloads a domain has in a state, of those that the user may see. */
  count(domain: string, state: WorkloadState): number;
  failedToday: ReadonlyMap<DomainKey, number>;
  role(place: DomainPlace): DomainRole | undefined;
  /** Platform engineers are told which namespaces contest a domain. */
  platform: boolean;
}

/** Domains as pages show them: what they have, use, and what is wrong. */
export class DomainQueries {
  readonly #index: LakehouseIndex;
  readonly #domains: DomainMap;
  readonly #reader: LakehouseReader;
  readonly #gitops: GitOpsConfig;

  constructor(options: {
    index: LakehouseIndex;
    domains: DomainMap;
    reader: LakehouseReader;
    gitops: GitOpsConfig;
  }) {
    this.#index = options.index;
    this.#domains = options.domains;
    this.#reader = options.reader;
    this.#gitops = options.gitops;
  }

  /** By name. */
  list(
    scope: ReadonlySet<DomainKey>,
    facts: DomainFacts,
    page: { limit?: number; cursor?: string } = {},
  ): { items: LakehouseDomain[]; nextCursor?: string; total: number } {
    const names = new Map<string, DomainPlace[]>();
    for (const place of this.#domains.places()) {
      if (scope.has(place.key)) {
        names.set(place.domain, [...(names.get(place.domain) ?? []), place]);
      }
    }
    if (facts.platform) {
      for (const key of this.#domains.contested().keys()) {
        const name = key.slice(key.indexOf('/') + 1);
        names.set(name, names.get(name) ?? []);
      }
    }
    const after =
      page.cursor === undefined ? undefined : decodeCursor(page.cursor);
    const sorted = [...names]
      .filter(([name]) => after === undefined || name > after)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const { items, last, more } = takePage(sorted, {
      limit: page.limit ?? sorted.length,
      toItem: ([name, places]) => this.#describe(name, places, facts),
    });
    return {
      items,
      ...(more && last && { nextCursor: encodeCursor(last[0]) }),
      total: names.size,
    };
  }

  detail(
    scope: ReadonlySet<DomainKey>,
    name: string,
    facts: DomainFacts,
  ): Omit<LakehouseDomainDetail, 'freshness' | 'version'> | undefined {
    const places = this.#domains
      .places()
      .filter(place => place.domain === name && scope.has(place.key));
    if (places.length === 0) {
      return undefined;
    }
    return {
      ...this.#describe(name, places, facts),
      members: membersOf(places),
      ...this.#gitAccounts(places),
      settings: Object.fromEntries(
        places.map(({ kubernetesCluster, domain }) => [
          kubernetesCluster,
          this.#reader.settings(kubernetesCluster, domain),
        ]),
      ),
      networkPolicies: places.flatMap(place => this.#networkPolicies(place)),
      syncs: places.flatMap(place => this.#syncs(place)),
    };
  }

  #gitAccounts(places: DomainPlace[]) {
    const accounts = places.flatMap(({ kubernetesCluster, domain }) => {
      const to = repositoryFor(this.#gitops, kubernetesCluster, domain);
      return to?.credentials === 'user' ? [[kubernetesCluster, to.url]] : [];
    });
    return accounts.length > 0 && { gitAccounts: Object.fromEntries(accounts) };
  }

  #describe(
    name: string,
    places: DomainPlace[],
    facts: DomainFacts,
  ): LakehouseDomain {
    return {
      name,
      title: name,
      owner: places.map(({ owner }) => owner).find(owner => owner),
      role: bestOf(places.map(place => facts.role(place))),
      kubernetesClusters: places.map(place => place.kubernetesCluster),
      running: facts.count(name, 'running'),
      pending: facts.count(name, 'pending'),
      failedToday: places.reduce(
        (sum, { key }) => sum + (facts.failedToday.get(key) ?? 0),
        0,
      ),
      capacity: places.map(place => this.#index.capacities.of(place)),
      problems: this.#problems(name, places, facts.platform),
    };
  }

  #problems(name: string, places: DomainPlace[], platform: boolean): string[] {
    const contested = [...this.#domains.contested()]
      .filter(([key]) => platform && key.endsWith(`/${name}`))
      .map(([, sentence]) => sentence);
    return [
      ...contested,
      ...places.flatMap(({ key, kubernetesCluster }) => [
        ...this.#domains.problems(key),
        ...(this.#index.settings.get(
          kubernetesCluster,
          SETTINGS_NAMESPACE,
          name,
        )?.row.problems ?? []),
      ]),
    ];
  }

  #networkPolicies({ kubernetesCluster, namespace }: DomainPlace) {
    const where = { namespace: [toNamespaceKey(kubernetesCluster, namespace)] };
    return this.#index.networkPolicies
      .list({ where })
      .entries.map(({ row }) => ({ kubernetesCluster, ...row }));
  }

  /** The syncs of the domain's two workload directories, wherever the repository keeps them. */
  #syncs({ kubernetesCluster, domain }: DomainPlace) {
    const ends = ['domains', 'domains-after'].map(
      stage => `clusters/${kubernetesCluster}/${stage}/${domain}`,
    );
    return this.#index.syncs.flatMap(view =>
      view
        .list()
        .entries.filter(
          ({ row }) => row.sync.kubernetesCluster === kubernetesCluster,
        )
        .flatMap(({ row }) =>
          row.directories
            .filter(({ path }) =>
              ends.some(end => `/${path}`.endsWith(`/${end}`)),
            )
            .map(directory => toDomainSync(row, directory)),
        ),
    );
  }
}

function membersOf(places: DomainPlace[]) {
  const members = new Map(
    places.flatMap(place => [
      ...place.members.map(member => [member.entityRef, member] as const),
    ]),
  );
  return [...members.values()];
}

function bestOf(roles: Array<DomainRole | undefined>): DomainRole | undefined {
  const order: DomainRole[] = ['owner', 'platform', 'editor', 'viewer'];
  return order.find(role => roles.includes(role));
}

function encodeCursor(name: string): string {
  return Buffer.from(JSON.stringify({ name })).toString('base64url');
}

function decodeCursor(cursor: string): string {
  try {
    const { name } = JSON.parse(
      Buffer.from(cursor, 'base64url').toString('utf8'),
    );
    if (typeof name === 'string') {
      return name;
    }
  } catch {
    // Told below, as any other cursor that is not ours.
  }
  throw new InputError("'cursor' is not one of this list's cursors");
}
