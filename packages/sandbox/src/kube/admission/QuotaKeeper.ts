import { KubeObject } from '../../types';
import { asObject, deepEqual } from '../json';
import { forbidden } from '../KubeStatusError';
import { ObjectStore, StoredChange } from '../ObjectStore';
import { formatQuantity, zeroQuantity } from '../quantity';
import { builtinResource, ResourceDefinition } from '../resources';
import { addAmounts, Amounts, amountsOf, containersOf } from './podResources';
import { usageOf } from './usage';

const QUOTAS = builtinResource('', 'resourcequotas');
const PER_CONTAINER =
  /^(?:(?:requests|limits)\.)?(?:cpu|memory|ephemeral-storage)$/;

/**
 * Keeps `status.used` of every ResourceQuota and refuses what would exceed
 * one. Quotas with scopes are not counted: the product has none.
 */
export class QuotaKeeper {
  readonly #store: ObjectStore;
  readonly #dirty = new Set<string>();
  readonly #usage = new WeakMap<KubeObject, Amounts>();

  constructor(store: ObjectStore) {
    this.#store = store;
    store.onChange(change => this.#note(change));
  }

  /** Throws when a new object does not fit. */
  check(resource: ResourceDefinition, object: KubeObject): void {
    const { name, namespace } = object.metadata;
    const asked = this.#usageOf(resource, object);
    for (const quota of this.#quotasOf(namespace)) {
      const hard = amountsOf(asObject(quota.spec).hard);
      const unsaid = unsaidAmounts(resource, object, hard);
      if (unsaid) {
        throw forbidden(
          resource,
          name,
          `failed quota: ${quota.metadata.name}: must specify ${unsaid}`,
        );
      }
      const used = amountsOf(asObject(quota.status).used);
      const exceeded = [...hard.keys()].sort().filter(key => {
        const total =
          (used.get(key)?.nano ?? 0n) + (asked.get(key)?.nano ?? 0n);
        return asked.has(key) && total > (hard.get(key)?.nano ?? 0n);
      });
      if (exceeded.length) {
        throw forbidden(
          resource,
          name,
          `exceeded quota: ${quota.metadata.name}, requested: ${shown(
            asked,
            exceeded,
          )}, used: ${shown(used, exceeded)}, limited: ${shown(
            hard,
            exceeded,
          )}`,
        );
      }
    }
  }

  /** Writes what changed since the last call. Called after every write. */
  refresh(): void {
    for (const namespace of this.#dirty) {
      for (const quota of this.#quotasOf(namespace)) {
        this.#writeUsage(quota, namespace);
      }
    }
    this.#dirty.clear();
  }

  #writeUsage(quota: KubeObject, namespace: string): void {
    const hard = asObject(asObject(quota.spec).hard);
    const total: Amounts = new Map();
    for (const [object, resource] of this.#store.contentsOf(namespace)) {
      addAmounts(total, this.#usageOf(resource, object));
    }
    const used = Object.fromEntries(
      Object.keys(hard).map(key => [
        key,
        formatQuantity(total.get(key) ?? zeroQuantity()),
      ]),
    );
    const status = { hard, used };
    if (!deepEqual(quota.status, status)) {
      this.#store.put(QUOTAS, { ...quota, status });
    }
  }

  #quotasOf(namespace: string | undefined): KubeObject[] {
    return this.#store.list(QUOTAS, namespace ?? '').filter(quota => {
      const { scopes, scopeSelector } = asObject(quota.spec);
      return scopes === undefined && scopeSelector === undefined;
    });
  }

  #usageOf(resource: ResourceDefinition, object: KubeObject): Amounts {
    let usage = this.#usage.get(object);
    if (!usage) {
      usage = usageOf(resource, object);
      this.#usage.set(object, usage);
    }
    return usage;
  }

  #note({ resource, object, previous }: StoredChange): void {
    const namespace = (object ?? previous)?.metadata.namespace;
    if (namespace === undefined) {
      return;
    }
    const same =
      object &&
      previous &&
      resource !== QUOTAS &&
      shownAll(this.#usageOf(resource, object)) ===
        shownAll(this.#usageOf(resource, previous));
    if (!same) {
      this.#dirty.add(namespace);
    }
  }
}

/** `requests.cpu for: driver; limits.memory for: driver,sidecar`, where a quota wants it said. */
function unsaidAmounts(
  resource: ResourceDefinition,
  object: KubeObject,
  hard: Amounts,
): string | undefined {
  if (resource.plural !== 'pods' || resource.group !== '') {
    return undefined;
  }
  const containers = [
    ...containersOf(object),
    ...containersOf(object, 'initContainers'),
  ];
  const parts = [...hard.keys()]
    .filter(key => PER_CONTAINER.test(key))
    .sort()
    .flatMap(key => {
      const [kind, name] = key.includes('.')
        ? key.split('.')
        : ['requests', key];
      const silent = containers.filter(
        container =>
          !(kind === 'limits' ? container.limits : container.requests).has(
            name,
          ),
      );
      return silent.length
        ? [`${key} for: ${silent.map(container => container.name).join(',')}`]
        : [];
    });
  return parts.length ? parts.join('; ') : undefined;
}

function shown(amounts: Amounts, keys: string[]): string {
  return keys
    .map(key => `${key}=${formatQuantity(amounts.get(key) ?? zeroQuantity())}`)
    .join(',');
}

function shownAll(amounts: Amounts): string {
  return shown(amounts, [...amounts.keys()]);
}
