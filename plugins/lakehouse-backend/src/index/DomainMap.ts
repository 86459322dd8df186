import type { DomainKey, DomainPlace } from '../types';
import type { LakehouseIndex } from './LakehouseIndex';
import { type NamespaceKey, type NamespaceRow, toNamespaceKey } from './rows';

export function toDomainKey(
  kubernetesCluster: string,
  domain: string,
): DomainKey {
  return `${kubernetesCluster}/${domain}`;
}

interface Snapshot {
  places: DomainPlace[];
  byKey: Map<DomainKey, DomainPlace>;
  byNamespace: Map<NamespaceKey, DomainPlace>;
  rows: Map<DomainKey, NamespaceRow>;
  contested: Map<DomainKey, string>;
}

/**
 * Which namespace is which domain's. Two namespaces that claim one domain on
 * one Kubernetes cluster are an error, not a choice: neither is used.
 */
export class DomainMap {
  readonly #index: LakehouseIndex;
  readonly #believed: ReadonlySet<string>;
  #snapshot: Snapshot | undefined;

  constructor(
    index: LakehouseIndex,
    options: { kubernetesClusters: readonly string[] },
  ) {
    this.#index = index;
    this.#believed = new Set(options.kubernetesClusters);
    index.namespaces.subscribe(({ key }) => {
      // News of the connection change no domain.
      if (key !== undefined) {
        this.#snapshot = undefined;
      }
    });
  }

  /** The same array as long as nothing changed, so that others can keep what they make of it. */
  places(): DomainPlace[] {
    return this.#current().places;
  }

  place(key: DomainKey): DomainPlace | undefined {
    return this.#current().byKey.get(key);
  }

  /** The domain that a namespace belongs to. */
  placeOf(
    kubernetesCluster: string,
    namespace: string | undefined,
  ): DomainPlace | undefined {
    return this.#current().byNamespace.get(
      toNamespaceKey(kubernetesCluster, namespace),
    );
  }

  /** What the namespace itself says is wrong with the domain. */
  problems(key: DomainKey): string[] {
    const row = this.#current().rows.get(key);
    return row
      ? [
          ...row.problems,
          ...(row.terminating
            ? [`The namespace ${row.namespace} is being deleted`]
            : []),
        ]
      : [];
  }

  /** Domains that two namespaces claim, with a sentence for platform engineers. */
  contested(): ReadonlyMap<DomainKey, string> {
    return this.#current().contested;
  }

  #current(): Snapshot {
    this.#snapshot ??= toSnapshot(
      this.#index.namespaces
        .list()
        .entries.map(({ row }) => row)
        .filter(row => this.#believed.has(row.kubernetesCluster)),
    );
    return this.#snapshot;
  }
}

function toSnapshot(rows: NamespaceRow[]): Snapshot {
  const claims = new Map<DomainKey, NamespaceRow[]>();
  for (const row of rows) {
    const key = toDomainKey(row.kubernetesCluster, row.domain);
    claims.set(key, [...(claims.get(key) ?? []), row]);
  }
  const snapshot: Snapshot = {
    places: [],
    byKey: new Map(),
    byNamespace: new Map(),
    rows: new Map(),
    contested: new Map(),
  };
  for (const [key, claimants] of claims) {
    const [row, ...others] = claimants;
    if (others.length > 0) {
      const names = claimants.map(({ namespace }) => namespace).sort();
      snapshot.contested.set(
        key,
        `On ${row.kubernetesCluster} the namespaces ${names.join(
          ' and ',
        )} both claim it; neither is used until one loses the label`,
      );
      continue;
    }
    const { kubernetesCluster, domain, namespace, owner, members } = row;
    const place = { key, kubernetesCluster, domain, namespace, owner, members };
    snapshot.places.push(place);
    snapshot.byKey.set(key, place);
    snapshot.byNamespace.set(
      toNamespaceKey(kubernetesCluster, namespace),
      place,
    );
    snapshot.rows.set(key, row);
  }
  snapshot.places.sort((a, b) => a.key.localeCompare(b.key));
  return snapshot;
}
