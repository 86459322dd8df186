import { Entry, Projection, RowKey } from './types';

/** The rows that hold one value of one index. */
interface Bucket {
  readonly index: string;
  readonly value: string;
  readonly keys: Set<RowKey>;
}

/** A row and where it is filed; buckets are shared, so a row costs no strings. */
interface Slot<TRow> {
  readonly entry: Entry<TRow>;
  readonly buckets: readonly Bucket[];
}

/** The rows of one resource over all Kubernetes clusters, with secondary indexes. */
export class RowTable<TRow> {
  readonly #clusters = new Map<string, Map<RowKey, Slot<TRow>>>();
  readonly #indexes = new Map<string, Map<string, Bucket>>();
  /** One copy of each namespace name instead of one per row. */
  readonly #namespaces = new Map<string, string>();

  get size(): number {
    let size = 0;
    this.#clusters.forEach(rows => {
      size += rows.size;
    });
    return size;
  }

  countOf(kubernetesCluster: string): number {
    return this.#clusters.get(kubernetesCluster)?.size ?? 0;
  }

  keysOf(kubernetesCluster: string): Iterable<RowKey> {
    return this.#clusters.get(kubernetesCluster)?.keys() ?? [];
  }

  get(key: RowKey): Entry<TRow> | undefined {
    return this.#slot(key)?.entry;
  }

  *entries(): Generator<Entry<TRow>> {
    for (const rows of this.#clusters.values()) {
      for (const slot of rows.values()) {
        yield slot.entry;
      }
    }
  }

  /** The keys filed under each of the values; fewer sets than values where nothing is. */
  keysWith(index: string, values: readonly string[]): Set<RowKey>[] {
    const buckets = this.#indexes.get(index);
    return [...new Set(values)].flatMap(value => {
      const bucket = buckets?.get(value);
      return bucket ? [bucket.keys] : [];
    });
  }

  /** How many rows each value of an index has. */
  valueCounts(index: string): Array<[string, number]> {
    return Array.from(
      this.#indexes.get(index)?.values() ?? [],
      ({ value, keys }) => [value, keys.size],
    );
  }

  valuesOf(key: RowKey, index: string): string[] {
    return (this.#slot(key)?.buckets ?? [])
      .filter(bucket => bucket.index === index)
      .map(bucket => bucket.value);
  }

  /** Keeps a row; returns the entry that it replaces. */
  put(
    entry: Entry<TRow>,
    keys: Projection<TRow>['keys'],
  ): Entry<TRow> | undefined {
    const { key, kubernetesCluster } = entry;
    let rows = this.#clusters.get(kubernetesCluster);
    if (!rows) {
      rows = new Map();
      this.#clusters.set(kubernetesCluster, rows);
    }
    const previous = rows.get(key);
    if (previous) {
      this.#unfile(previous);
    }
    // The map keeps the key it has; the buckets must hold the same string.
    const keptKey = previous?.entry.key ?? key;
    rows.set(keptKey, {
      entry: {
        ...entry,
        key: keptKey,
        namespace: this.#sharedNamespace(entry.namespace),
      },
      buckets: this.#file(keptKey, keys),
    });
    return previous?.entry;
  }

  remove(key: RowKey): Entry<TRow> | undefined {
    const slot = this.#slot(key);
    if (slot) {
      this.#unfile(slot);
      this.#clusters.get(slot.entry.kubernetesCluster)?.delete(key);
    }
    return slot?.entry;
  }

  #slot(key: RowKey): Slot<TRow> | undefined {
    return this.#clusters.get(key.slice(0, key.indexOf('/')))?.get(key);
  }

  #file(key: RowKey, keys: Projection<TRow>['keys']): Bucket[] {
    const filed: Bucket[] = [];
    for (const [index, values] of Object.entries(keys)) {
      let buckets = this.#indexes.get(index);
      if (!buckets) {
        buckets = new Map();
        this.#indexes.set(index, buckets);
      }
      for (const value of values) {
        let bucket = buckets.get(value);
        if (!bucket) {
          bucket = { index, value, keys: new Set() };
          buckets.set(value, bucket);
        }
        if (!bucket.keys.has(key)) {
          bucket.keys.add(key);
          filed.push(bucket);
        }
      }
    }
    return filed;
  }

  #unfile(slot: Slot<TRow>): void {
    for (const { index, value, keys } of slot.buckets) {
      keys.delete(slot.entry.key);
      if (keys.size === 0) {
        this.#indexes.get(index)?.delete(value);
      }
    }
  }

  #sharedNamespace(namespace: string | undefined): string | undefined {
    if (namespace === undefined) {
      return undefined;
    }
    const shared = this.#namespaces.get(namespace);
    if (shared === undefined) {
      this.#namespaces.set(namespace, namespace);
    }
    return shared ?? namespace;
  }
}
