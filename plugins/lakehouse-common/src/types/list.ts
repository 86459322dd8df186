// Answers that are lists, and how fresh they are.

/** @public */
export type FreshnessState =
  | 'syncing'
  | 'live'
  | 'stale'
  | 'unreachable'
  | 'forbidden'
  | 'absent';

/** How much an answer can be believed, per (Kubernetes cluster, resource). @public */
export interface Freshness {
  kubernetesCluster: string;
  resource: string;
  state: FreshnessState;
  /** Since when it is in this state. */
  since: string;
  /** Last time the API server told us something (an event or a bookmark). */
  lastHeardAt?: string;
  /** Why it is not live, in one sentence. */
  message?: string;
  /** False where no complete list was ever read: never read is not empty. */
  everSynced?: boolean;
  count?: number;
}

/** Worst freshness first, one row per Kubernetes cluster, for banners. @public */
export interface List<T> {
  items: T[];
  nextCursor?: string;
  /** Opaque; hand it back as `since`. */
  version?: string;
  /** There are more than one answer holds, and no page to ask for the rest. */
  truncated?: boolean;
  freshness: Freshness[];
}

/** Answer of a list asked with `since`. @public */
export interface ListChanges<T> extends List<T> {
  /** False when items are only what changed since; true when it is the whole first page again. */
  full: boolean;
  /** Keys (`kubernetesCluster/namespace/kind/name`) that are gone or left the filter. */
  removed: string[];
  /** The replica that answered has not caught up with `since` yet. */
  behind?: boolean;
  /** Count of all rows that match, over all pages; not said by a replica that is behind. */
  total?: number;
}
