import { ChangeLog } from './ChangeLog';
import { combineFreshness } from './combineFreshness';
import { CommonPosition } from './CommonPosition';
import { ReplicaPart } from './ReplicaPart';
import { RowChange } from './replicaState';
import { RowTable } from './RowTable';
import {
  ChangeEvent,
  Clock,
  IndexLogger,
  ResourceDefinition,
  ResourceFreshness,
  WireObject,
} from './types';
import { ValuePool } from './ValuePool';

export interface ReplicaOptions<TRow> {
  kubernetesCluster: string;
  definition: ResourceDefinition<TRow>;
  table: RowTable<TRow>;
  values: ValuePool;
  clock: Clock;
  logger: IndexLogger;
  logSize: number;
  unreachableAfterMs: number;
  /** Called after rows, log and position agree again. */
  emit(events: readonly ChangeEvent<TRow>[]): void;
}

/**
 * The copy of one resource of one Kubernetes cluster: rows, log, position and
 * freshness, whether it is read as a whole or namespace by namespace.
 */
export class Replica<TRow> {
  readonly log: ChangeLog;
  /** What a reading of the whole Kubernetes cluster feeds. */
  readonly whole: ReplicaPart;
  readonly #options: ReplicaOptions<TRow>;
  readonly #common = new CommonPosition();
  /** By namespace; undefined where it is read as a whole. */
  #parts?: Map<string, ReplicaPart>;
  #everSynced = false;
  /** As it was last told. */
  #told: Pick<ResourceFreshness, 'state' | 'message'>;
  #events: ChangeEvent<TRow>[] = [];

  constructor(options: ReplicaOptions<TRow>) {
    this.#options = options;
    this.log = new ChangeLog(options.logSize);
    this.whole = this.#createPart(undefined);
    this.#told = this.freshness();
  }

  get kubernetesCluster(): string {
    return this.#options.kubernetesCluster;
  }

  freshness(): ResourceFreshness {
    const { definition, table } = this.#options;
    const known = combineFreshness(this.whole, this.#parts);
    this.#everSynced ||= known.everSynced;
    return {
      kubernetesCluster: this.kubernetesCluster,
      resource: definition.id,
      ...known,
      // A namespace that is new does not make the others unknown.
      everSynced: this.#everSynced,
      reach: this.#parts ? 'namespaces' : 'cluster',
      count: table.countOf(this.kubernetesCluster),
    };
  }

  /** What the reading of a namespace feeds, once `readNamespaces` named it. */
  part(namespace: string): ReplicaPart {
    const part = this.#parts?.get(namespace);
    if (!part) {
      throw new Error(`The namespace '${namespace}' is not read on its own`);
    }
    return part;
  }

  /** Rows stay until a complete list has shown which of them are still there. */
  readWhole(): void {
    if (this.#parts) {
      this.#parts = undefined;
      this.whole.apply({ type: 'expired' });
      this.whole.note({ type: 'heard' });
      this.#settle();
    }
  }

  /** From now on these are what there is; what is known of others goes. */
  readNamespaces(namespaces: readonly string[]): void {
    const { table } = this.#options;
    const before = this.#parts;
    this.#parts = new Map(
      namespaces.map(namespace => [
        namespace,
        before?.get(namespace) ?? this.#createPart(namespace),
      ]),
    );
    for (const namespace of table.namespacesOf(this.kubernetesCluster)) {
      if (namespace !== undefined && !this.#parts.has(namespace)) {
        this.#createPart(namespace).apply({ type: 'gone' });
      }
    }
    this.#settle();
  }

  #createPart(namespace: string | undefined): ReplicaPart {
    const { clock, table, unreachableAfterMs } = this.#options;
    const within = namespace === undefined ? undefined : { namespace };
    return new ReplicaPart({
      kubernetesCluster: this.kubernetesCluster,
      namespace,
      known: {
        version: key => table.get(key)?.resourceVersion,
        keys: () => table.keysOf(this.kubernetesCluster, within),
      },
      now: () => clock.now(),
      unreachableAfterMs,
      change: changes => {
        for (const change of changes) {
          this.#applyChange(change);
        }
      },
      moved: ({ listed }) => this.#settlePosition(listed),
      noted: () => this.#settle(),
      synced: () => this.#events.push(this.#event('synced')),
    });
  }

  /** Makes freshness and position agree with the parts, and says what happened. */
  #settle(): void {
    const { state, message } = combineFreshness(this.whole, this.#parts);
    if (state !== this.#told.state || message !== this.#told.message) {
      this.#told = { state, message };
      this.#events.push(this.#event('freshness'));
    }
    this.#settlePosition();
  }

  #settlePosition(listed?: bigint): void {
    const { through, scope } = this.#parts
      ? this.#common.of([...this.#parts.values()])
      : { through: this.whole.position, scope: undefined };
    const moved = this.log.moveTo(through, { scope, listed });
    const events = this.#events;
    this.#events = [];
    // Somebody may wait for a position that comes without a change.
    if (moved || events.length > 0) {
      this.#options.emit(events);
    }
  }

  #applyChange(change: RowChange): void {
    const { table } = this.#options;
    const projection =
      change.type === 'put' ? this.#project(change.object) : undefined;
    if (change.type === 'put' && projection) {
      const { name, namespace, resourceVersion = '' } = change.object.metadata;
      const previous = table.put(
        {
          kubernetesCluster: this.kubernetesCluster,
          namespace,
          name,
          resourceVersion,
          row: projection.row,
        },
        projection.keys,
      );
      this.log.record(change.version, change.key);
      this.#events.push({
        ...this.#event(previous ? 'changed' : 'added'),
        key: change.key,
        row: projection.row,
        previous: previous?.row,
      });
      return;
    }
    // Removed, or no longer projected to anything: the same for a reader.
    const removed = table.remove(change.key);
    if (removed) {
      this.log.record(change.version, change.key);
      this.#events.push({
        ...this.#event('removed'),
        key: change.key,
        row: removed.row,
      });
    }
  }

  #project(object: WireObject) {
    const { definition, logger, values } = this.#options;
    try {
      const projection = definition.project(object, {
        kubernetesCluster: this.kubernetesCluster,
      });
      values.shareWithin(projection?.row);
      return projection;
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
