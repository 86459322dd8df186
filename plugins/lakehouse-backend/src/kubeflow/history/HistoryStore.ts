import type { Knex } from 'knex';
import type { DomainKey, DomainPlace } from '../../types';

const TABLE = 'pipeline_history';
/** Places per statement. */
const BATCH = 100;

export type HistoryState = 'waiting' | 'reading' | 'done' | 'failed';

/** How far the history of one namespace has been read, as the table has it. */
export interface HistoryRow {
  kubernetes_cluster: string;
  namespace: string;
  scope: DomainKey;
  state: HistoryState;
  page_token: string | null;
  read_until: string | null;
  begins_at: string | null;
  read: number;
  total: number | null;
  message: string | null;
  failures: number;
  next_at: number | string;
}

/** What is known of how far histories have been read, for all replicas. */
export class HistoryStore {
  readonly #database: Knex;

  constructor(database: Knex) {
    this.#database = database;
  }

  /** Adds places that are new. */
  async add(places: readonly DomainPlace[], now: number): Promise<void> {
    for (let at = 0; at < places.length; at += BATCH) {
      await this.#database<HistoryRow>(TABLE)
        .insert(
          places.slice(at, at + BATCH).map(place => ({
            kubernetes_cluster: place.kubernetesCluster,
            namespace: place.namespace,
            scope: place.key,
            state: 'waiting' as const,
            next_at: now,
          })),
        )
        .onConflict(['kubernetes_cluster', 'namespace'])
        .ignore();
    }
  }

  /** The place of a Kubernetes cluster to read a page of next: the one least read. */
  async due(
    kubernetesCluster: string,
    now: number,
  ): Promise<HistoryRow | undefined> {
    return this.#database<HistoryRow>(TABLE)
      .where({ kubernetes_cluster: kubernetesCluster })
      .where('next_at', '<=', now)
      .orderBy([{ column: 'read' }, { column: 'namespace' }])
      .first();
  }

  /**
   * Notes that a page was read, with what was made of it, both or neither.
   * False where somebody else read it meanwhile: then neither.
   */
  async advance(
    row: HistoryRow,
    next: Partial<HistoryRow>,
    write: (transaction: Knex.Transaction) => Promise<void>,
  ): Promise<boolean> {
    return this.#database.transaction(async transaction => {
      const changed = await transaction<HistoryRow>(TABLE)
        .where({ ...keyOf(row), read: row.read, page_token: row.page_token })
        .update(next);
      if (changed === 1) {
        await write(transaction);
      }
      return changed === 1;
    });
  }

  async fail(
    row: HistoryRow,
    failed: { message: string; nextAt: number },
  ): Promise<void> {
    await this.#database<HistoryRow>(TABLE)
      .where(keyOf(row))
      .update({
        // What was read whole stays read: only its news are late.
        ...(row.state !== 'done' && { state: 'failed' as const }),
        message: failed.message,
        failures: row.failures + 1,
        next_at: failed.nextAt,
      });
  }

  /** Begins again, at what was read last, where a page token is not taken any more. */
  async forgetToken(row: HistoryRow): Promise<void> {
    await this.#database<HistoryRow>(TABLE)
      .where(keyOf(row))
      .update({
        page_token: null,
        begins_at: row.state === 'done' ? null : row.read_until,
      });
  }

  async all(): Promise<HistoryRow[]> {
    return this.#database<HistoryRow>(TABLE).select();
  }
}

function keyOf({ kubernetes_cluster, namespace }: HistoryRow) {
  return { kubernetes_cluster, namespace };
}
