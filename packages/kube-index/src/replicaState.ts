import { compareResourceVersions } from './resourceVersion';
import { rowKey } from './rowKey';
import { RowKey, WireObject } from './types';

/** Where the copy of one resource of one Kubernetes cluster stands. Never mutated. */
export interface ReplicaState {
  readonly kubernetesCluster: string;
  /** The resourceVersion last applied; undefined until a complete list was. */
  readonly position?: string;
  /** The API server no longer knows `position`: only a list can go on. */
  readonly expired: boolean;
  readonly list?: ListInProgress;
}

interface ListInProgress {
  /** Empty until a streamed list has ended. */
  readonly version: string;
  /** Nothing where no row was there when it began: then nothing can be missing in the end. */
  readonly seen?: SeenPages;
}

/** The keys of the pages so far; linked, so that a page costs only itself. */
interface SeenPages {
  readonly keys: readonly RowKey[];
  /** Keys that went after they, or pages before, had come. */
  readonly gone: readonly RowKey[];
  readonly before?: SeenPages;
}

export type ReplicaEvent =
  | {
      type: 'page';
      first: boolean;
      last: boolean;
      /** That of the list: from the first page on, or only on the last of a stream. */
      resourceVersion: string;
      objects: readonly WireObject[];
      /** What was deleted after those objects, while the list was streamed. */
      deleted?: readonly WireObject[];
    }
  | { type: 'put'; object: WireObject }
  | { type: 'delete'; object: WireObject }
  | { type: 'bookmark'; resourceVersion: string }
  /** 410: the position, or the list under way, is too old. */
  | { type: 'expired' }
  /** The resource itself is not there any more. */
  | { type: 'gone' };

/** What the rows must do. `version` is the position at which it happened. */
export type RowChange =
  | { type: 'put'; key: RowKey; version: string; object: WireObject }
  | { type: 'remove'; key: RowKey; version: string };

export interface Reduction {
  state: ReplicaState;
  changes: readonly RowChange[];
}

/** What is kept at present, as far as the reducer must know it. */
export interface KnownVersions {
  version(key: RowKey): string | undefined;
  keys(): Iterable<RowKey>;
}

const NOTHING: readonly RowChange[] = [];

export function initialReplicaState(kubernetesCluster: string): ReplicaState {
  return { kubernetesCluster, expired: false };
}

/** Whether the next thing to ask for is a list rather than a watch. */
export function needsList(state: ReplicaState): boolean {
  return (
    state.position === undefined || state.expired || state.list !== undefined
  );
}

/** The one place that decides what an answer of an API server means. */
export function reduceReplica(
  state: ReplicaState,
  event: ReplicaEvent,
  known: KnownVersions,
): Reduction {
  switch (event.type) {
    case 'page':
      return reducePage(state, event, known);
    case 'put':
    case 'delete':
      return reduceObject(state, event, known);
    case 'bookmark':
      return isStale(state, event.resourceVersion)
        ? { state, changes: NOTHING }
        : moved(state, event.resourceVersion, NOTHING);
    case 'expired':
      return {
        state: { ...state, expired: true, list: undefined },
        changes: NOTHING,
      };
    default:
      return {
        state: initialReplicaState(state.kubernetesCluster),
        changes: Array.from(known.keys(), key => ({
          type: 'remove',
          key,
          version: '',
        })),
      };
  }
}

function reducePage(
  state: ReplicaState,
  event: Extract<ReplicaEvent, { type: 'page' }>,
  known: KnownVersions,
): Reduction {
  if (!event.first && !state.list) {
    return { state, changes: NOTHING };
  }
  // Every page of a list shows the same moment; the first one names it. A
  // stream says only at its end what moment that was.
  const version = event.first
    ? event.resourceVersion
    : state.list?.version ?? '';
  const fromNothing = event.first ? isEmpty(known.keys()) : !state.list?.seen;
  const changes: RowChange[] = [];
  const keys: RowKey[] = [];
  for (const object of event.objects) {
    const key = keyOf(state, object);
    keys.push(key);
    // A list is the truth, so another version is taken even when it is lower:
    // an API server restored from a backup counts from an earlier number.
    if (!isKnown(known, key, object)) {
      changes.push({
        type: 'put',
        key,
        version: version || versionOf(object),
        object,
      });
    }
  }
  const gone: RowKey[] = [];
  for (const object of event.deleted ?? []) {
    const key = keyOf(state, object);
    gone.push(key);
    if (known.version(key) !== undefined || keys.includes(key)) {
      changes.push({
        type: 'remove',
        key,
        version: version || versionOf(object),
      });
    }
  }
  // The keys of a whole list are as much as its rows: they are kept only to compare.
  const seen: SeenPages | undefined = fromNothing
    ? undefined
    : { keys, gone, before: event.first ? undefined : state.list?.seen };
  if (!event.last) {
    return { state: { ...state, list: { version, seen } }, changes };
  }
  // Only now is "not in the list" the same as "not there".
  const position = version || event.resourceVersion;
  if (seen) {
    const present = presentIn(seen);
    for (const key of known.keys()) {
      if (!present.has(key)) {
        changes.push({ type: 'remove', key, version: position });
      }
    }
  }
  return {
    state: {
      kubernetesCluster: state.kubernetesCluster,
      position,
      expired: false,
    },
    changes,
  };
}

function isEmpty(items: Iterable<unknown>): boolean {
  for (const _ of items) {
    return false;
  }
  return true;
}

function presentIn(seen: SeenPages): Set<RowKey> {
  const pages: SeenPages[] = [];
  for (let page: SeenPages | undefined = seen; page; page = page.before) {
    pages.push(page);
  }
  const present = new Set<RowKey>();
  for (const { keys, gone } of pages.reverse()) {
    keys.forEach(key => present.add(key));
    gone.forEach(key => present.delete(key));
  }
  return present;
}

function reduceObject(
  state: ReplicaState,
  event: Extract<ReplicaEvent, { type: 'put' | 'delete' }>,
  known: KnownVersions,
): Reduction {
  const version = versionOf(event.object);
  if (isStale(state, version)) {
    return { state, changes: NOTHING };
  }
  const key = keyOf(state, event.object);
  if (event.type === 'put') {
    return moved(
      state,
      version,
      isKnown(known, key, event.object)
        ? NOTHING
        : [{ type: 'put', key, version, object: event.object }],
    );
  }
  return moved(
    state,
    version,
    known.version(key) === undefined
      ? NOTHING
      : [{ type: 'remove', key, version }],
  );
}

function keyOf(state: ReplicaState, object: WireObject): RowKey {
  const { namespace, name } = object.metadata;
  return rowKey(state.kubernetesCluster, namespace, name);
}

function versionOf(object: WireObject): string {
  return object.metadata.resourceVersion ?? '';
}

function isKnown(known: KnownVersions, key: RowKey, object: WireObject) {
  const version = object.metadata.resourceVersion;
  return Boolean(version) && known.version(key) === version;
}

/** Whether it was applied already. What cannot be compared is taken as news. */
function isStale(state: ReplicaState, version: string): boolean {
  if (state.position === undefined) {
    return false;
  }
  const order = compareResourceVersions(version, state.position);
  return order !== undefined && order <= 0;
}

function moved(
  state: ReplicaState,
  position: string,
  changes: readonly RowChange[],
): Reduction {
  // An object without a version moves the rows, not the position.
  return {
    state: position === '' ? state : { ...state, position },
    changes,
  };
}
