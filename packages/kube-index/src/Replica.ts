import { ChangeLog } from './ChangeLog';
import {
  FreshnessRecord,
  FreshnessSignal,
  initialFreshness,
  nextFreshness,
} from './freshness';
import {
  initialReplicaState,
  needsList,
  reduceReplica,
  ReplicaEvent,
  ReplicaState,
  RowChange,
} from './replicaState';
import { parseRowKey } from './rowKey';
import { RowTable } from './RowTable';
import {
  ChangeEvent,
  Clock,
  IndexLogger,
  ResourceDefinition,
  ResourceFreshness,
} from './types';

export interface ReplicaOptions<TRow> {
  kubernetesCluster: string;
  definition: ResourceDefinition<TRow>;
  table: RowTable<TRow>;
  clock: Clock;
  logger: IndexLogger;
  logSize: number;
  unreachableAfterMs: number;
  /** Called after rows, log and position agree again. */
  emit(events: readonly ChangeEvent<TRow>[]): void;
}

/** The copy of one resource of one Kubernetes cluster: state, rows, log, freshness. */
export class Replica<TRow> {
  readonly log: ChangeLog;
  readonly #options: ReplicaOptions<TRow>;
  #state: ReplicaState;
  #freshness: FreshnessRecord;

  constructor(options: ReplicaOptions<TRow>) {
    this.#options = options;
    this.log = new ChangeLog(options.logSize);
    this.#state = initialReplicaState(options.kubernetesCluster);
    this.#freshness = initialFreshness(options.clock.now());
  }

  get kubernetesCluster(): string {
    return this.#options.kubernetesCluster;
  }

  get position(): string | undefined {
    return this.#state.position;
  }

  needsList(): boolean {
    return needsList(this.#state);
  }

  freshness(): ResourceFreshness {
    const { failingSince, ...known } = this.#freshness;
    return {
      kubernetesCluster: this.kubernetesCluster,
      resource: this.#options.definition.id,
      ...known,
      reach: 'cluster',
      count: this.#options.table.countOf(this.kubernetesCluster),
    };
  }

  apply(event: ReplicaEvent): void {
    const { table } = this.#options;
    const { state, changes } = reduceReplica(this.#state, event, {
      version: key => table.get(key)?.resourceVersion,
      keys: () => table.keysOf(this.kubernetesCluster),
    });
    if (state === this.#state && changes.length === 0) {
      return;
    }
    const events = changes.flatMap(change => this.#applyChange(change));
    if (state.position !== this.#state.position) {
      this.log.moveTo(state.position);
    }
    this.#state = state;
    this.#options.emit(events);
  }

  note(signal: FreshnessSignal): void {
    const before = this.#freshness;
    this.#freshness = nextFreshness(before, signal, {
      now: this.#options.clock.now(),
      unreachableAfterMs: this.#options.unreachableAfterMs,
    });
    const events: ChangeEvent<TRow>[] = [];
    if (signal.type === 'synced') {
      events.push(this.#event('synced'));
    }
    if (
      before.state !== this.#freshness.state ||
      before.message !== this.#freshness.message
    ) {
      events.push(this.#event('freshness'));
    }
    if (events.length > 0) {
      this.#options.emit(events);
    }
  }

  #applyChange(change: RowChange): ChangeEvent<TRow>[] {
    const { table } = this.#options;
    const projection =
      change.type === 'put' ? this.#project(change.object) : undefined;
    if (change.type === 'put' && projection) {
      const { namespace, name } = parseRowKey(change.key) ?? { name: '' };
      const previous = table.put(
        {
          key: change.key,
          kubernetesCluster: this.kubernetesCluster,
          namespace,
          name,
          resourceVersion: change.object.metadata.resourceVersion ?? '',
          row: projection.row,
        },
        projection.keys,
      );
      this.log.record(change.version, change.key);
      return [
        {
          ...this.#event(previous ? 'changed' : 'added'),
          key: change.key,
          row: projection.row,
          previous: previous?.row,
        },
      ];
    }
    // Removed, or no longer projected to anything: the same for a reader.
    const removed = table.remove(change.key);
    if (!removed) {
      return [];
    }
    this.log.record(change.version, change.key);
    return [{ ...this.#event('removed'), key: change.key, row: removed.row }];
  }

  #project(object: Parameters<ResourceDefinition<TRow>['project']>[0]) {
    const { definition, logger } = this.#options;
    try {
      return definition.project(object, {
        kubernetesCluster: this.kubernetesCluster,
      });
    } catch (error) {
      logger.warn(
        `Dropped ${definition.id} ${object.metadata.namespace ?? '_'}/${
          object.metadata.name
        } of ${this.kubernetesCluster}: its projection failed`,
        { error: String(error) },
      );
      return undefined;
    }
  }

  #event<T extends ChangeEvent<TRow>['type']>(type: T) {
    return {
      type,
      kubernetesCluster: this.kubernetesCluster,
      resource: this.#options.definition.id,
    };
  }
}
