import { Conditions } from './Conditions';
import { pageOf } from './pageOf';
import { Replica } from './Replica';
import { rowKey } from './rowKey';
import { RowTable } from './RowTable';
import { countValues, forEachRow } from './selectRows';
import {
  ChangeEvent,
  ChangesSince,
  Entry,
  IndexLogger,
  Page,
  Position,
  Query,
  ResourceView,
  RowKey,
} from './types';

export interface ResourceViewOptions<TRow> {
  id: string;
  table: RowTable<TRow>;
  conditions: Conditions;
  logger: IndexLogger;
}

/** Answers about one resource from its rows; knows nothing of where they come from. */
export class DefaultResourceView<TRow> implements ResourceView<TRow> {
  readonly #options: ResourceViewOptions<TRow>;
  readonly #replicas = new Map<string, Replica<TRow>>();
  readonly #listeners = new Set<(event: ChangeEvent<TRow>) => void>();

  constructor(options: ResourceViewOptions<TRow>) {
    this.#options = options;
  }

  get id(): string {
    return this.#options.id;
  }

  get table(): RowTable<TRow> {
    return this.#options.table;
  }

  addReplica(replica: Replica<TRow>): void {
    this.#replicas.set(replica.kubernetesCluster, replica);
  }

  /** Whether what it says of a Kubernetes cluster was ever complete. */
  everSynced(kubernetesCluster: string): boolean {
    return (
      this.#replicas.get(kubernetesCluster)?.freshness().everSynced ?? false
    );
  }

  get(
    kubernetesCluster: string,
    namespace: string | undefined,
    name: string,
  ): Entry<TRow> | undefined {
    return this.getByKey(rowKey(kubernetesCluster, namespace, name));
  }

  getByKey(key: RowKey): Entry<TRow> | undefined {
    return this.#options.table.get(key);
  }

  list(query: Query<TRow> = {}): Page<TRow> {
    return pageOf(this.#options.table, query);
  }

  forEach(
    query: Pick<Query<TRow>, 'where' | 'filter'>,
    visit: (entry: Entry<TRow>) => void,
  ): void {
    forEachRow(this.#options.table, query, visit);
  }

  count(query: Pick<Query<TRow>, 'where' | 'filter'> = {}): number {
    let count = 0;
    forEachRow(this.#options.table, query, () => {
      count += 1;
    });
    return count;
  }

  facet(index: string, query: Query<TRow> = {}): Record<string, number> {
    return Object.fromEntries(countValues(this.#options.table, index, query));
  }

  position(): Position {
    const position: Position = {};
    for (const [kubernetesCluster, { log }] of this.#replicas) {
      if (log.position !== undefined) {
        position[kubernetesCluster] = log.position;
      }
    }
    return position;
  }

  changesSince(
    position: Position,
    kubernetesClusters: readonly string[] = [...this.#replicas.keys()],
  ): ChangesSince {
    const now = Object.keys(this.position()).filter(name =>
      kubernetesClusters.includes(name),
    );
    // A Kubernetes cluster that the asker has never heard of is news in full,
    // and so is one that we do not know (any more).
    let answer: ChangesSince['kind'] =
      now.every(name => Object.hasOwn(position, name)) &&
      Object.keys(position).every(name => this.#replicas.has(name))
        ? 'changes'
        : 'unknown';
    const touched: RowKey[] = [];
    for (const [kubernetesCluster, version] of Object.entries(position)) {
      const part = this.#replicas.get(kubernetesCluster)?.log.since(version);
      if (part?.kind === 'behind') {
        // A full answer from behind would lead the asker back in time.
        return part;
      }
      if (part?.kind === 'unknown') {
        answer = 'unknown';
      } else if (part?.kind === 'changes') {
        touched.push(...part.touched);
      }
    }
    return answer === 'changes'
      ? { kind: 'changes', touched }
      : { kind: 'unknown' };
  }

  async waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    const wanted = Object.entries(position);
    if (!wanted.every(([name]) => this.#replicas.has(name))) {
      return false;
    }
    return this.#options.conditions.until(
      () =>
        wanted.every(([name, version]) =>
          this.#replicas.get(name)?.log.hasApplied(version),
        ),
      timeoutMs,
    );
  }

  subscribe(listener: (event: ChangeEvent<TRow>) => void): () => void {
    // Wrapped, so that the same function subscribed twice is two subscriptions.
    const subscription = (event: ChangeEvent<TRow>) => listener(event);
    this.#listeners.add(subscription);
    return () => {
      this.#listeners.delete(subscription);
    };
  }

  /** Tells subscribers and those who wait; nothing they do reaches the caller. */
  publish(events: readonly ChangeEvent<TRow>[]): void {
    for (const event of events) {
      for (const listener of [...this.#listeners]) {
        try {
          listener(event);
        } catch (error) {
          this.#options.logger.warn(
            `A subscriber to ${this.id} failed on '${event.type}'`,
            { error: String(error) },
          );
        }
      }
    }
    this.#options.conditions.recheck();
  }
}
