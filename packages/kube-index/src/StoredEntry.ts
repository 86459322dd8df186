import { Bucket } from './Bucket';
import { rowKey } from './rowKey';
import { Entry, RowKey } from './types';

/** The rows of one namespace of one Kubernetes cluster, by name. */
export interface Home<TRow> {
  readonly kubernetesCluster: string;
  readonly namespace: string | undefined;
  readonly rows: Map<string, StoredEntry<TRow>>;
}

/**
 * A row as it is kept. There are a hundred thousand of these: what all rows of
 * a namespace share is kept once, a version is a number where it can be, and
 * the key is put together when somebody asks.
 */
export class StoredEntry<TRow> implements Entry<TRow> {
  readonly name: string;
  readonly row: TRow;
  readonly home: Home<TRow>;
  /** Where it is filed; values of one index are next to each other. */
  readonly buckets: readonly Bucket<TRow>[];
  readonly #version: number | string;

  constructor(
    home: Home<TRow>,
    entry: Pick<Entry<TRow>, 'name' | 'resourceVersion' | 'row'>,
    buckets: readonly Bucket<TRow>[],
  ) {
    this.name = entry.name;
    this.row = entry.row;
    this.home = home;
    this.buckets = buckets;
    this.#version = compact(entry.resourceVersion);
  }

  get key(): RowKey {
    return rowKey(this.kubernetesCluster, this.namespace, this.name);
  }

  get kubernetesCluster(): string {
    return this.home.kubernetesCluster;
  }

  get namespace(): string | undefined {
    return this.home.namespace;
  }

  get resourceVersion(): string {
    return String(this.#version);
  }
}

/** A number, where nothing is lost by that. */
function compact(version: string): number | string {
  return /^[1-9]\d{0,14}$/.test(version) ? Number(version) : version;
}
