import type { DomainCapacity } from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseIndex } from './LakehouseIndex';
import { type NamespaceKey, toNamespaceKey } from './rows';
import { toCapacity } from './toCapacity';

/**
 * What each namespace has, uses and is asked for: worked out when it is asked
 * for, and again only after something that decides it has changed.
 */
export class Capacities {
  readonly #index: LakehouseIndex;
  readonly #known = new Map<NamespaceKey, DomainCapacity>();
  readonly #stamps = new Map<NamespaceKey, number>();
  #changes = 0;

  constructor(index: LakehouseIndex) {
    this.#index = index;
    const views = [
      index.quotas,
      index.limits,
      index.pods,
      ...index.workloads.values(),
    ];
    for (const view of views) {
      view.subscribe(({ key }: { key?: string }) => {
        if (key !== undefined) {
          this.#forget(key.slice(0, key.lastIndexOf('/')) as NamespaceKey);
        }
      });
    }
  }

  of(place: { kubernetesCluster: string; namespace: string }): DomainCapacity {
    const key = toNamespaceKey(place.kubernetesCluster, place.namespace);
    const known = this.#known.get(key) ?? toCapacity(this.#index, place);
    this.#known.set(key, known);
    return known;
  }

  /** Another number after each change of what decides the capacity. */
  stamp(namespace: NamespaceKey): number {
    return this.#stamps.get(namespace) ?? 0;
  }

  #forget(namespace: NamespaceKey): void {
    this.#changes += 1;
    this.#known.delete(namespace);
    this.#stamps.set(namespace, this.#changes);
  }
}
