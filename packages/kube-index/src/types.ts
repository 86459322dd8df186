/**
 * The public shapes of kube-index: a watch-fed, projected, indexed read model
 * of Kubernetes objects. It knows neither Backstage nor domains nor users.
 */

import type { KubeConfig } from '@kubernetes/client-node';
import { KubeIndexMetrics } from './metrics';

/** Time, injected so that tests need no sleeps. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`, or rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface IndexLogger {
  debug(message: string, meta?: Record<string, unknown>): void;
  info(message: string, meta?: Record<string, unknown>): void;
  warn(message: string, meta?: Record<string, unknown>): void;
}

/** How to reach one API server now; asked again at every (re)connect, as tokens expire. */
export interface ConnectionCredentials {
  server: string;
  /** PEM, as text or in base64. */
  caData?: string;
  skipTLSVerify?: boolean;
  /** The name to find in the certificate, where it is not that of `server`. */
  tlsServerName?: string;
  /** A proxy to go through: `http:`, `https:` or `socks5:`. */
  proxyUrl?: string;
  token?: string;
  /** A client certificate and its key: PEM, as text or in base64. */
  certData?: string;
  keyData?: string;
  /**
   * A loaded kubeconfig, whose current context says all that is not said here;
   * see `toKubeConfigCredentials`.
   */
  kubeConfig?: KubeConfig;
}

export interface KubeConnection {
  /** Name of the Kubernetes cluster. */
  name: string;
  credentials(): Promise<ConnectionCredentials>;
}

/** An object as it arrives; projected at once and dropped. */
export interface WireObject {
  apiVersion?: string;
  kind?: string;
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    creationTimestamp?: string;
    deletionTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

/** What is kept of an object: a row, and the values it is found by. */
export interface Projection<TRow> {
  row: TRow;
  /** Index name to values, e.g. `{ namespace: ['dom-sales'], state: ['failed'] }`. */
  keys: Record<string, readonly string[]>;
}

/** A Kubernetes resource to follow, and how its objects become rows. */
export interface ResourceDefinition<TRow = unknown> {
  /** Name by which it is asked for, e.g. `pods`; unique in one index. */
  id: string;
  group: string;
  version: string;
  plural: string;
  /** Only this namespace is listed and watched (a Role is enough there); else all of them. */
  namespace?: string;
  /**
   * Where to look instead when the whole Kubernetes cluster may not be read:
   * in the namespaces named by the rows of another resource of this index
   * (its id), or by a function, which is asked again every minute. Namespaces
   * come and go; without this, what is forbidden stays unknown.
   */
  namespacesFrom?: string | ((kubernetesCluster: string) => readonly string[]);
  labelSelector?: string;
  fieldSelector?: string;
  /** Names the object is kept under beside its own; return undefined to drop it. Must not throw. */
  project(
    object: WireObject,
    context: { kubernetesCluster: string },
  ): Projection<TRow> | undefined;
}

/** `<kubernetesCluster>/<namespace or _>/<name>`: how a row is found. */
export type RowKey = string;

/**
 * A row and what it is found by. To be read field by field: a copy made by
 * spreading it lacks some.
 */
export interface Entry<TRow> {
  key: RowKey;
  kubernetesCluster: string;
  namespace: string | undefined;
  name: string;
  /** As the API server said it; opaque, but compared as an integer where it parses. */
  resourceVersion: string;
  row: TRow;
}

export type FreshnessState =
  | 'syncing'
  | 'live'
  | 'stale'
  | 'unreachable'
  | 'forbidden'
  | 'absent';

export interface ResourceFreshness {
  kubernetesCluster: string;
  resource: string;
  state: FreshnessState;
  /** Epoch ms. */
  since: number;
  lastHeardAt?: number;
  message?: string;
  /** The latest failure, kept after it is over. */
  lastError?: { at: number; message: string };
  /** Whether it is followed as a whole, or namespace by namespace. */
  reach: 'cluster' | 'namespaces';
  /** Namespaces that are wanted and may not be read; only where `reach` is `namespaces`. */
  forbiddenNamespaces?: string[];
  /** Whether a complete list was ever applied: never synced is not empty. */
  everSynced: boolean;
  count: number;
  relists: number;
  failures: number;
}

/** Which rows: every named index must hold one of the values (AND of ORs). */
export interface Query<TRow> {
  where?: Record<string, readonly string[]>;
  /**
   * A set of keys of a composite index; the way authorization narrows a list
   * (e.g. index `scope`, values `west/sales`). An empty array matches nothing.
   */
  filter?: (row: TRow) => boolean;
  /** Compares rows; ties are broken by key, so order is total. */
  sort?: (a: TRow, b: TRow) => number;
  limit?: number;
  /**
   * The fields of a row that `sort` reads. A cursor carries where its page
   * ended; with this it carries only these fields, otherwise the whole row
   * (a cursor is encoded, not encrypted).
   */
  sortFields?: readonly (keyof TRow)[];
  /** From `nextCursor` of an earlier page of the same query. */
  cursor?: string;
}

export interface Page<TRow> {
  entries: Entry<TRow>[];
  nextCursor?: string;
  /** Rows that match over all pages. */
  total: number;
}

/**
 * Per Kubernetes cluster, how far its events have been applied: opaque, and
 * understood by every index that follows the same. A plain resourceVersion is
 * one too, so that `waitFor` takes that of an answer of the API server.
 */
export type Position = Record<string, string>;

/** What happened to a resource since a position. */
export type ChangesSince =
  | {
      kind: 'changes';
      /** Keys touched since (added, changed or removed), newest state to be looked up. */
      touched: RowKey[];
    }
  /** Something happened up to that position of which this index has not heard yet. */
  | { kind: 'behind' }
  /** Too old, relisted, unknown or unparsable: answer in full. */
  | { kind: 'unknown' };

export interface ChangeEvent<TRow> {
  type: 'added' | 'changed' | 'removed' | 'synced' | 'freshness';
  kubernetesCluster: string;
  resource: string;
  key?: RowKey;
  /** The row now (added, changed) or as it was (removed). */
  row?: TRow;
  previous?: TRow;
}

/** Synchronous answers about one resource. */
export interface ResourceView<TRow> {
  readonly id: string;
  get(
    kubernetesCluster: string,
    namespace: string | undefined,
    name: string,
  ): Entry<TRow> | undefined;
  getByKey(key: RowKey): Entry<TRow> | undefined;
  list(query?: Query<TRow>): Page<TRow>;
  /** Visits what matches, in no order and without a list of it; must not change rows. */
  forEach(
    query: Pick<Query<TRow>, 'where' | 'filter'>,
    visit: (entry: Entry<TRow>) => void,
  ): void;
  count(query?: Pick<Query<TRow>, 'where' | 'filter'>): number;
  /** Counts of the values of an index among the rows that match. */
  facet(index: string, query?: Query<TRow>): Record<string, number>;
  position(): Position;
  /**
   * `kubernetesClusters` are those the asker looks at; without them all are
   * meant, and one that `position` lacks has to be answered in full.
   */
  changesSince(
    position: Position,
    kubernetesClusters?: readonly string[],
  ): ChangesSince;
  /** Resolves true when every cluster named has applied all that happened up to that position. */
  waitFor(position: Position, timeoutMs: number): Promise<boolean>;
  subscribe(listener: (event: ChangeEvent<TRow>) => void): () => void;
}

export interface KubeIndex {
  start(): void;
  stop(): Promise<void>;
  resource<TRow>(id: string): ResourceView<TRow>;
  freshness(): ResourceFreshness[];
  /** True once every (Kubernetes cluster, resource) has synced, or is known not to be able to. */
  settled(timeoutMs: number): Promise<boolean>;
}

export interface KubeIndexOptions {
  connections: KubeConnection[];
  // Rows of different resources have different types; each view names its own.
  resources: ResourceDefinition<any>[];
  clock?: Clock;
  logger?: IndexLogger;
  /** Random number in [0, 1) for jitter. */
  random?: () => number;
  /** Objects asked for per page of a list. Default 500. */
  pageSize?: number;
  /** A watch that says nothing (not even a bookmark) for so long is dead. Default 90 s. */
  silentWatchMs?: number;
  /** First and longest pause after a failure. Default 1 s and 30 s. */
  backoff?: { initialMs: number; maxMs: number };
  /** Changes remembered per (Kubernetes cluster, resource) for `changesSince`. Default 5,000. */
  logSize?: number;
  /** Counts and times, for whoever collects them. */
  metrics?: KubeIndexMetrics;
  /** An outage this long turns `stale` into `unreachable`. Default 60 s. */
  unreachableAfterMs?: number;
}
