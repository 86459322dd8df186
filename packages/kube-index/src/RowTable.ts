import { Bucket, IndexGroup } from './Bucket';
import { parseRowKey, rowKey } from './rowKey';
import { Home, StoredEntry } from './StoredEntry';
import { Entry, Projection, RowKey } from './types';

const NOWHERE: readonly never[] = [];

/** The rows of one resource over all Kubernetes clusters, with secondary indexes. */
export class RowTable<TRow> {
  readonly #clusters = new Map<string, Map<string | undefined, Home<TRow>>>();
  readonly #groups = new Map<string, IndexGroup<TRow>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  countOf(kubernetesCluster: string): number {
    let count = 0;
    this.#clusters.get(kubernetesCluster)?.forEach(({ rows }) => {
      count += rows.size;
    });
    return count;
  }

  namespacesOf(kubernetesCluster: string): (string | undefined)[] {
    return [...(this.#clusters.get(kubernetesCluster)?.keys() ?? [])];
  }

  /** Of one namespace, or of all of them. */
  *keysOf(
    kubernetesCluster: string,
    only?: { namespace: string },
  ): Generator<RowKey> {
    const homes = this.#clusters.get(kubernetesCluster);
    const wanted = only ? [homes?.get(only.namespace)] : homes?.values() ?? [];
    for (const home of wanted) {
      for (const name of home?.rows.keys() ?? []) {
        yield rowKey(kubernetesCluster, home?.namespace, name);
      }
    }
  }

  get(key: RowKey): StoredEntry<TRow> | undefined {
    const parts = parseRowKey(key);
    return (
      parts &&
      this.#home(parts.kubernetesCluster, parts.namespace)?.rows.get(parts.name)
    );
  }

  forEach(visit: (entry: StoredEntry<TRow>) => void): void {
    for (const homes of this.#clusters.values()) {
      for (const { rows } of homes.values()) {
        rows.forEach(visit);
      }
    }
  }

  group(index: string): IndexGroup<TRow> | undefined {
    return this.#groups.get(index);
  }

  /** Keeps a row; returns the entry that it replaces. */
  put(
    entry: Omit<Entry<TRow>, 'key'>,
    keys: Projection<TRow>['keys'],
  ): Entry<TRow> | undefined {
    const home = this.#openHome(entry.kubernetesCluster, entry.namespace);
    const previous = home.rows.get(entry.name);
    if (previous) {
      this.#unfile(previous);
    } else {
      this.#size += 1;
    }
    const stored = new StoredEntry(home, entry, this.#bucketsOf(keys));
    home.rows.set(stored.name, stored);
    this.#file(stored);
    return previous;
  }

  remove(key: RowKey): Entry<TRow> | undefined {
    const entry = this.get(key);
    if (entry) {
      const { kubernetesCluster, namespace, rows } = entry.home;
      this.#unfile(entry);
      rows.delete(entry.name);
      this.#size -= 1;
      if (rows.size === 0) {
        this.#clusters.get(kubernetesCluster)?.delete(namespace);
      }
    }
    return entry;
  }

  #home(kubernetesCluster: string, namespace: string | undefined) {
    return this.#clusters.get(kubernetesCluster)?.get(namespace);
  }

  #openHome(kubernetesCluster: string, namespace: string | undefined) {
    let homes = this.#clusters.get(kubernetesCluster);
    if (!homes) {
      homes = new Map();
      this.#clusters.set(kubernetesCluster, homes);
    }
    let home = homes.get(namespace);
    if (!home) {
      home = { kubernetesCluster, namespace, rows: new Map() };
      homes.set(namespace, home);
    }
    return home;
  }

  #bucketsOf(keys: Projection<TRow>['keys']): readonly Bucket<TRow>[] {
    const buckets: Bucket<TRow>[] = [];
    for (const index in keys) {
      if (Object.hasOwn(keys, index)) {
        let group = this.#groups.get(index);
        if (!group) {
          group = new IndexGroup(index);
          this.#groups.set(index, group);
        }
        for (const value of keys[index]) {
          let bucket = group.buckets.get(value);
          if (!bucket) {
            bucket = new Bucket(group, flat(value));
            group.buckets.set(bucket.value, bucket);
          }
          if (!buckets.includes(bucket)) {
            buckets.push(bucket);
          }
        }
      }
    }
    return sameAsOfAnother(buckets);
  }

  #file(entry: StoredEntry<TRow>): void {
    entry.buckets.forEach(bucket => bucket.add(entry));
    groupsWithSeveral(entry).forEach(group => {
      group.rowsWithSeveral += 1;
    });
  }

  #unfile(entry: StoredEntry<TRow>): void {
    for (const bucket of entry.buckets) {
      bucket.delete(entry);
      if (bucket.size === 0) {
        bucket.group.buckets.delete(bucket.value);
      }
    }
    groupsWithSeveral(entry).forEach(group => {
      group.rowsWithSeveral -= 1;
    });
  }
}

function groupsWithSeveral<TRow>({ buckets }: StoredEntry<TRow>) {
  const groups = buckets.map(({ group }) => group);
  return new Set(groups.filter((group, i) => groups.indexOf(group) !== i));
}

/**
 * Rows that are filed alike share one array. Where few rows are, those that are
 * filed alike are found soonest.
 */
function sameAsOfAnother<TRow>(
  buckets: readonly Bucket<TRow>[],
): readonly Bucket<TRow>[] {
  if (buckets.length === 0) {
    return NOWHERE;
  }
  const smallest = buckets.reduce((a, b) => (b.size < a.size ? b : a));
  const alike = smallest.findEarly(
    other =>
      other.buckets.length === buckets.length &&
      other.buckets.every((bucket, i) => bucket === buckets[i]),
  );
  // A copy has no room to grow.
  return alike?.buckets ?? buckets.slice();
}

/** A string that was put together keeps its parts; this is one of its own. */
function flat(text: string): string {
  return Buffer.from(text).toString();
}
