import type { DomainMap } from '../index/DomainMap';
import type { LakehouseIndex } from '../index/LakehouseIndex';
import { toNamespaceKey } from '../index/rows';
import { unitOf } from '../index/toCapacity';
import type { DomainPlace } from '../types';
import type { QuotaSample, UsageStore } from './UsageStore';

/** Writes down how the quotas of all domains are used, as the index has it. */
export class QuotaSampler {
  readonly #index: LakehouseIndex;
  readonly #domains: DomainMap;
  readonly #usage: UsageStore;

  constructor(options: {
    index: LakehouseIndex;
    domains: DomainMap;
    usage: UsageStore;
  }) {
    this.#index = options.index;
    this.#domains = options.domains;
    this.#usage = options.usage;
  }

  /**
   * Takes one sample. Of a Kubernetes cluster that is not live nothing is
   * written: what was used then is not known, and not knowing is not zero.
   */
  async sample(now: number): Promise<void> {
    const live = this.#live();
    const samples = this.#domains
      .places()
      .filter(({ kubernetesCluster }) => live.has(kubernetesCluster))
      .flatMap(place => this.#samplesOf(place));
    if (samples.length > 0) {
      await this.#usage.record(samples, now);
    }
  }

  #live(): ReadonlySet<string> {
    return new Set(
      this.#index.kube
        .freshness()
        .filter(
          ({ resource, state }) =>
            resource === this.#index.quotas.id && state === 'live',
        )
        .map(({ kubernetesCluster }) => kubernetesCluster),
    );
  }

  #samplesOf({ key, kubernetesCluster, namespace }: DomainPlace) {
    const where = { namespace: [toNamespaceKey(kubernetesCluster, namespace)] };
    return this.#index.quotas.list({ where }).entries.flatMap(({ row }) =>
      Object.entries(row.hard).flatMap(([resource, hard]): QuotaSample[] => {
        const used = row.used[resource];
        // Until the quota controller has counted, nobody knows.
        return used === undefined
          ? []
          : [
              {
                ...{ scope: key, kubernetesCluster, namespace, used, hard },
                ...{ quota: row.name, resource, unit: unitOf(resource) },
              },
            ];
      }),
    );
  }
}
