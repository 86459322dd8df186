import type {
  DomainCapacity,
  DomainSettings,
  DomainSync,
  Freshness,
  KubernetesObject,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { DomainPlace, LakehouseReader } from '../../types';

type ChangeCallback = Parameters<LakehouseReader['onChange']>[0];

/** A read side whose answers are what the test put there. */
export class FakeReader implements LakehouseReader {
  readonly syncs = new Map<string, DomainSync>();
  readonly live = new Map<string, KubernetesObject>();
  readonly indexed = new Map<string, Workload>();
  down: string | undefined;
  /** The first lists still come in. */
  firstSync = false;
  publishedSchema: unknown;
  capacityOfDomain: DomainCapacity | undefined;
  readonly #callbacks = new Set<ChangeCallback>();

  places(): DomainPlace[] {
    return ['sales', 'risk'].map(domain => ({
      key: `west/${domain}` as const,
      kubernetesCluster: 'west',
      domain,
      namespace: `dom-${domain}`,
      owner: `group:default/${domain}-data`,
      members: [],
    }));
  }

  place(kubernetesCluster: string, domain: string) {
    return this.places().find(
      ({ key }) => key === `${kubernetesCluster}/${domain}`,
    );
  }

  settings(): DomainSettings {
    return {
      images: [{ image: 'apache/spark:*' }],
      serviceAccounts: ['spark'],
      volumes: [],
      catalogs: [],
      storage: [],
      secrets: [],
      lakefs: { repositories: ['lake/sales-*'] },
    };
  }

  capacity() {
    return this.capacityOfDomain;
  }

  workload(...address: string[]) {
    return this.indexed.get(address.join('/'));
  }

  workloads({ kubernetesCluster, namespace }: DomainPlace) {
    const prefix = `${kubernetesCluster}/${namespace}/`;
    return [...this.indexed]
      .filter(([address]) => address.startsWith(prefix))
      .map(([, workload]) => workload);
  }

  sync(kubernetesCluster: string, path: string) {
    return this.syncs.get(`${kubernetesCluster}/${path}`);
  }

  freshness(): Freshness[] {
    if (this.firstSync) {
      return [
        {
          kubernetesCluster: 'west',
          resource: 'syncs',
          state: 'syncing',
          since: '2026-01-05T08:00:00.000Z',
          everSynced: false,
        },
      ];
    }
    return this.down === undefined
      ? []
      : [
          {
            kubernetesCluster: 'west',
            resource: 'namespaces',
            state: 'unreachable',
            since: '2026-01-05T08:00:00.000Z',
            message: this.down,
          },
        ];
  }

  async readLive(...address: string[]) {
    return this.live.get(address.join('/'));
  }

  async schema() {
    return this.publishedSchema;
  }

  onChange(callback: ChangeCallback) {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  moved(domain: string) {
    this.#callbacks.forEach(callback =>
      callback({ kubernetesCluster: 'west', domain }),
    );
  }
}
