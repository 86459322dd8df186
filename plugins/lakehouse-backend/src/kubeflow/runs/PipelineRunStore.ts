import type { WorkloadState } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Knex } from 'knex';
import type { DomainKey } from '../../types';
import { readPageEnd } from './pageCursor';
import { type PipelineRun, type PipelineRunRecord, toRecord } from './PipelineRun';

const TABLE = 'pipeline_runs';
/** Rows per statement: SQLite takes 32,766 parameters, and locks are short. */
const BATCH = 200;
/** Counting further costs more than anybody learns from it. */
export const MOST_COUNTED = 10_000;
/** So many are sorted rather than found in their order among all. */
const MOST_SORTED = 3_000;

/** KFP makes ids of this shape; no name looks like it. */
const RUN_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export type PipelineRunSort = 'startedAt' | 'duration' | 'name';

/** What the table is sorted by for each. */
const SORT_COLUMNS = {
  startedAt: { column: 'at', type: 'string' },
  duration: { column: 'seconds', type: 'number' },
  name: { column: 'search', type: 'string' },
} as const;

/** Which runs. */
export interface PipelineRunFilters {
  state?: readonly WorkloadState[];
  pipeline?: string;
  version?: string;
  schedule?: string;
  /** Part of a name, in lower case, or a whole run id. */
  q?: string;
  /** Started at or after, and before. */
  from?: string;
  to?: string;
  archived: boolean;
}

export interface PipelineRunQuestion extends PipelineRunFilters {
  sort: PipelineRunSort;
  descending: boolean;
  limit: number;
  cursor?: string;
}

export interface RunAddress {
  kubernetesCluster: string;
  namespace: string;
  runId: string;
}

/** A pipeline of a domain. */
export interface WhosePipeline {
  scope: DomainKey;
  pipeline: string;
}

/** Runs of pipelines, on SQLite and PostgreSQL. */
export class PipelineRunStore {
  readonly #database: Knex;

  constructor(database: Knex) {
    this.#database = database;
  }

  /**
   * Adds runs and moves them forward. What is finished is never moved back,
   * but by a later attempt; what was known already is kept where the newer
   * source does not know it. A run stays in the namespace that it was seen in.
   */
  async upsert(
    runs: readonly PipelineRun[],
    options: {
      /** When to ask KFP about those of which something is missing. */
      askAt?: number;
      within?: Knex.Transaction;
    } = {},
  ): Promise<void> {
    const database = options.within ?? this.#database;
    // In one order everywhere, so that replicas do not wait for each other's locks in a circle.
    const sorted = [...runs].sort((a, b) => (a.runId < b.runId ? -1 : 1));
    for (let at = 0; at < sorted.length; at += BATCH) {
      const batch = sorted.slice(at, at + BATCH);
      // Who knows whether it is archived asked KFP, who knows all.
      const told = batch.filter(({ archived }) => archived !== undefined);
      const seen = batch.filter(({ archived }) => archived === undefined);
      await this.#write(database, told, { fromKubeflow: true });
      await this.#write(database, seen, { askAt: options.askAt });
    }
  }

  async #write(
    database: Knex,
    runs: readonly PipelineRun[],
    options: { fromKubeflow?: boolean; askAt?: number },
  ): Promise<void> {
    if (runs.length === 0) {
      return;
    }
    const { fromKubeflow, askAt } = options;
    const moved = (column: string) =>
      database.raw(
        'case when ??.ended_at is null or excluded.attempt > ??.attempt then excluded.?? else ??.?? end',
        [TABLE, TABLE, column, TABLE, column],
      );
    const learned = (column: string) =>
      database.raw('coalesce(excluded.??, ??.??)', [column, TABLE, column]);
    const kept = (column: string) =>
      database.raw('coalesce(??.??, excluded.??)', [TABLE, column, column]);
    const all = (columns: readonly string[], how: typeof moved) =>
      Object.fromEntries(columns.map(column => [column, how(column)]));
    await database<PipelineRunRecord>(TABLE)
      .insert(
        runs.map(run =>
          toRecord(
            run,
            run.pipelineId === undefined && askAt !== undefined ? askAt : null,
          ),
        ),
      )
      .onConflict(['kubernetes_cluster', 'namespace', 'run_id'])
      .merge({
        ...all(
          ['state', 'detail', 'reason', 'ended_at', 'seconds', 'counts'],
          moved,
        ),
        ...all(['started_at', 'at'], moved),
        ...all(['workflow', 'requested_by'], learned),
        ...all(
          [
            ...['pipeline', 'version', 'pipeline_id', 'version_id'],
            ...['schedule', 'scheduled_at'],
          ],
          fromKubeflow ? learned : kept,
        ),
        ...(fromKubeflow && {
          archived: database.raw('excluded.archived'),
          name: database.raw('excluded.name'),
          search: database.raw('excluded.search'),
        }),
        attempt: database.raw(
          'case when excluded.attempt > ??.attempt then excluded.attempt else ??.attempt end',
          [TABLE, TABLE],
        ),
      });
  }

  /** One run, whoever may see it. */
  async get(address: RunAddress): Promise<PipelineRunRecord | undefined> {
    return this.#database<PipelineRunRecord>(TABLE)
      .where(whereOf(address))
      .first();
  }

  /** Runs of some places, as many as fit into a page and one more; and how many there are. */
  async list(
    scope: ReadonlySet<DomainKey>,
    question: PipelineRunQuestion,
  ): Promise<{ rows: PipelineRunRecord[]; total?: number }> {
    const places = [...scope];
    if (places.length === 0) {
      return { rows: [], total: 0 };
    }
    const total = await this.count(places, question);
    const rows =
      total !== undefined && total <= MOST_SORTED
        ? await this.#sorted(places, question)
        : await this.#inOrder(places, question);
    return { rows, ...(total !== undefined && { total }) };
  }

  /** Few: all of them are read by what they are filtered by, then sorted. */
  #sorted(
    places: readonly DomainKey[],
    question: PipelineRunQuestion,
  ): Promise<PipelineRunRecord[]> {
    const { column, type } = SORT_COLUMNS[question.sort];
    const direction = question.descending ? 'desc' : 'asc';
    // An expression, so that no database walks its whole index of that column instead.
    const value = type === 'string' ? "?? || ''" : '?? + 0';
    return this.#after(this.#filtered(question), question)
      .whereIn('scope', places)
      .orderByRaw(`${value} ${direction}, run_id ${direction}`, [column])
      .limit(question.limit + 1);
  }

  /** Many: read in their order until there are enough, which is soon. */
  #inOrder(
    places: readonly DomainKey[],
    question: PipelineRunQuestion,
  ): Promise<PipelineRunRecord[]> {
    const { column } = SORT_COLUMNS[question.sort];
    const order = question.descending ? 'desc' : 'asc';
    return this.#after(this.#filtered(question), question)
      .whereIn('scope', places)
      .orderBy([
        { column, order },
        { column: 'run_id', order },
      ])
      .limit(question.limit + 1);
  }

  /** How many there are; undefined where they are more than are counted. */
  async count(
    places: readonly DomainKey[],
    filters: PipelineRunFilters,
  ): Promise<number | undefined> {
    const some = this.#filtered(filters)
      .whereIn('scope', places)
      .clearSelect()
      .select(this.#database.raw('1 as one'))
      .limit(MOST_COUNTED + 1);
    const [{ found }] = await this.#database
      .from(some.as('some'))
      .count({ found: '*' });
    return Number(found) > MOST_COUNTED ? undefined : Number(found);
  }

  #filtered(filters: PipelineRunFilters): Knex.QueryBuilder {
    const query = this.#database<PipelineRunRecord>(TABLE)
      .select('*')
      .where('archived', filters.archived);
    const { state, pipeline, version, schedule, q, from, to } = filters;
    if (state?.length === 1) query.where('state', state[0]);
    else if (state?.length) query.whereIn('state', [...state]);
    if (pipeline !== undefined) query.where({ pipeline });
    if (version !== undefined) query.where({ version });
    if (schedule !== undefined) query.where({ schedule });
    if (from !== undefined) query.where('at', '>=', from);
    if (to !== undefined) query.where('at', '<', to);
    if (q && RUN_ID.test(q)) {
      query.where('run_id', q);
    } else if (q) {
      const position = this.#isPostgres() ? 'strpos' : 'instr';
      query.whereRaw(`${position}(search, ?) > 0`, [q]);
    }
    return query;
  }

  #isPostgres(): boolean {
    return this.#database.client.config.client === 'pg';
  }

  #after(
    query: Knex.QueryBuilder,
    { sort, descending, cursor }: PipelineRunQuestion,
  ): Knex.QueryBuilder {
    if (cursor === undefined) {
      return query;
    }
    const { column, type } = SORT_COLUMNS[sort];
    const { value, runId } = readPageEnd(cursor, type);
    const operator = descending ? '<' : '>';
    return query.whereRaw(`(??, run_id) ${operator} (?, ?)`, [
      ...[column, value, runId],
    ]);
  }
}

function whereOf({ kubernetesCluster, namespace, runId }: RunAddress) {
  return { kubernetes_cluster: kubernetesCluster, namespace, run_id: runId };
}
