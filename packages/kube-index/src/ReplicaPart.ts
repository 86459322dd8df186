import {
  FreshnessRecord,
  FreshnessSignal,
  initialFreshness,
  nextFreshness,
} from './freshness';
import {
  initialReplicaState,
  KnownVersions,
  needsList,
  reduceReplica,
  ReplicaEvent,
  ReplicaState,
  RowChange,
} from './replicaState';
import { parseResourceVersion } from './resourceVersion';
import { ReadTarget } from './ResourceReader';

export interface ReplicaPartOptions {
  kubernetesCluster: string;
  /** The only one that it covers; undefined: all of the Kubernetes cluster. */
  namespace: string | undefined;
  known: KnownVersions;
  now(): number;
  unreachableAfterMs: number;
  change(changes: readonly RowChange[]): void;
  synced(): void;
  /** Called when the position may be another, and rows agree with it. */
  moved(options: {
    /** The moment that the list shows which is complete now, where it is a number. */
    listed?: bigint;
  }): void;
  /** Called when it is known better or worse than before. */
  noted(): void;
}

/** What one list and watch covers: a whole Kubernetes cluster, or a namespace of it. */
export class ReplicaPart implements ReadTarget {
  readonly namespace: string | undefined;
  readonly #options: ReplicaPartOptions;
  #state: ReplicaState;
  #freshness: FreshnessRecord;
  #version?: bigint;

  constructor(options: ReplicaPartOptions) {
    this.#options = options;
    this.namespace = options.namespace;
    this.#state = initialReplicaState(options.kubernetesCluster);
    this.#freshness = initialFreshness(options.now());
  }

  get position(): string | undefined {
    return this.#state.position;
  }

  /** The position as a number, where it is one. */
  get version(): bigint | undefined {
    return this.#version;
  }

  get freshness(): FreshnessRecord {
    return this.#freshness;
  }

  needsList(): boolean {
    return needsList(this.#state);
  }

  apply(event: ReplicaEvent): void {
    const { known, change, moved } = this.#options;
    const { state, changes } = reduceReplica(this.#state, event, known);
    if (state === this.#state && changes.length === 0) {
      return;
    }
    change(changes);
    if (state.position !== this.#state.position) {
      this.#version =
        state.position === undefined
          ? undefined
          : parseResourceVersion(state.position);
    }
    const complete = this.needsList() && !needsList(state);
    this.#state = state;
    moved({ listed: complete ? this.#version : undefined });
  }

  note(signal: FreshnessSignal): void {
    const { noted, now, synced, unreachableAfterMs } = this.#options;
    const before = this.#freshness;
    this.#freshness = nextFreshness(before, signal, {
      now: now(),
      unreachableAfterMs,
    });
    if (signal.type === 'synced') {
      synced();
    }
    if (
      signal.type === 'synced' ||
      before.state !== this.#freshness.state ||
      before.message !== this.#freshness.message
    ) {
      noted();
    }
  }
}
