import type { Knex } from 'knex';
import { keyOf, type RunAddress, TABLE, whereOf } from './pipelineRunTable';
import {
  type PipelineRun,
  type PipelineRunRecord,
  toRecord,
} from './PipelineRun';

/** Rows per statement: SQLite takes 32,766 parameters, and locks are short. */
const BATCH = 200;

/** Runs as they are written down, on SQLite and PostgreSQL, and which KFP is to be asked about. */
export class PipelineRunStore {
  readonly #database: Knex;
  readonly #keptFrom: () => number;

  /** `keptFrom`: epoch ms; what ended before is forgotten, and not written down again. */
  constructor(database: Knex, options: { keptFrom(): number }) {
    this.#database = database;
    this.#keptFrom = options.keptFrom;
  }

  /** Whether it ended so long ago that it is not remembered. */
  isForgotten({ endedAt }: Pick<PipelineRun, 'endedAt'>): boolean {
    return endedAt !== undefined && Date.parse(endedAt) < this.#keptFrom();
  }

  /** Forgets what ended too long ago. Returns how many that were. */
  async forget(): Promise<number> {
    return this.#database<PipelineRunRecord>(TABLE)
      .where('ended_at', '<', new Date(this.#keptFrom()).toISOString())
      .delete();
  }

  /**
   * Adds runs and moves them forward. What is finished is never moved back,
   * but by a later attempt; what was known already is kept where the newer
   * source does not know it. A run stays in the namespace that it was seen in.
   * What is forgotten is not added again, by whatever is still there of it.
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
    const sorted = (await this.#remembered(runs, database)).sort((a, b) =>
      a.runId < b.runId ? -1 : 1,
    );
    for (let at = 0; at < sorted.length; at += BATCH) {
      const batch = sorted.slice(at, at + BATCH);
      // Who knows whether it is archived asked KFP, who knows all.
      const told = batch.filter(({ archived }) => archived !== undefined);
      const seen = batch.filter(({ archived }) => archived === undefined);
      await this.#write(database, told, { fromKubeflow: true });
      await this.#write(database, seen, { askAt: options.askAt });
    }
  }

  /** All but what is forgotten. What ended long ago and counts as going on is to end. */
  async #remembered(
    runs: readonly PipelineRun[],
    database: Knex,
  ): Promise<PipelineRun[]> {
    const old = runs.filter(run => this.isForgotten(run));
    const open = new Set<string>();
    for (let at = 0; at < old.length; at += BATCH) {
      const rows = await database<PipelineRunRecord>(TABLE)
        .whereIn(
          'run_id',
          old.slice(at, at + BATCH).map(({ runId }) => runId),
        )
        .where('seconds', -1)
        .select('kubernetes_cluster', 'namespace', 'run_id');
      rows.forEach(row =>
        open.add([row.kubernetes_cluster, row.namespace, row.run_id].join('/')),
      );
    }
    return runs.filter(
      run =>
        !this.isForgotten(run) ||
        open.has(`${run.kubernetesCluster}/${run.namespace}/${run.runId}`),
    );
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
          stem: database.raw('excluded.stem'),
          tail: database.raw('excluded.tail'),
        }),
        attempt: database.raw(
          'case when excluded.attempt > ??.attempt then excluded.attempt else ??.attempt end',
          [TABLE, TABLE],
        ),
      });
  }

  /** Runs of a Kubernetes cluster that count as going on, and what they are in. */
  async open(
    kubernetesCluster: string,
  ): Promise<Array<RunAddress & { workflow?: string }>> {
    const rows = await this.#database<PipelineRunRecord>(TABLE)
      .where({ kubernetes_cluster: kubernetesCluster, seconds: -1 })
      .where('archived', false)
      .select('namespace', 'run_id', 'workflow');
    return rows.map(row => ({
      ...{ kubernetesCluster, namespace: row.namespace, runId: row.run_id },
      ...(row.workflow !== null && { workflow: row.workflow }),
    }));
  }

  /** KFP is to be asked about these, if they are not over: nobody sees any more how they end. */
  async askAbout(runs: readonly RunAddress[], at: number): Promise<void> {
    for (const run of runs) {
      await this.#database<PipelineRunRecord>(TABLE)
        .where({ ...whereOf(run), seconds: -1 })
        .update({ ask_at: at, asked: 0 });
    }
  }

  /**
   * Runs that KFP is to be asked about now, for who asks: nobody else gets
   * them before `until`.
   */
  async takeDue(options: {
    now: number;
    until: number;
    limit: number;
  }): Promise<PipelineRunRecord[]> {
    const { now, until, limit } = options;
    const due = await this.#database<PipelineRunRecord>(TABLE)
      .where('ask_at', '<=', now)
      .orderBy('ask_at')
      .limit(limit);
    const taken: PipelineRunRecord[] = [];
    for (const row of due) {
      const changed = await this.#database<PipelineRunRecord>(TABLE)
        .where({ ...keyOf(row), ask_at: row.ask_at })
        .update({ ask_at: until });
      if (changed === 1) taken.push(row);
    }
    return taken;
  }

  /** When to ask about a run again; null is never. */
  async askAgain(
    row: PipelineRunRecord,
    at: number | null,
    asked: number,
  ): Promise<void> {
    await this.#database<PipelineRunRecord>(TABLE)
      .where(keyOf(row))
      .update({ ask_at: at, asked });
  }

  /** Ends, as `unknown`, what nobody knows the end of. */
  async closeUnseen(row: PipelineRunRecord, at: number): Promise<void> {
    const endedAt = new Date(at).toISOString();
    await this.#database<PipelineRunRecord>(TABLE)
      .where({ ...keyOf(row), seconds: -1 })
      .update({
        ...{ ended_at: endedAt, state: 'unknown', counts: false, ask_at: null },
        seconds: Math.max(
          0,
          Math.round((Date.parse(endedAt) - Date.parse(row.at)) / 1000),
        ),
        reason: JSON.stringify({
          code: 'unseen',
          message: 'It was gone before the portal saw how it ended.',
        }),
      });
  }

  /** How many of these the table has. */
  async countKnown(
    place: Omit<RunAddress, 'runId'>,
    runIds: readonly string[],
  ): Promise<number> {
    const [{ known }] = await this.#database(TABLE)
      .where({
        kubernetes_cluster: place.kubernetesCluster,
        namespace: place.namespace,
      })
      .whereIn('run_id', [...runIds])
      .count({ known: '*' });
    return Number(known);
  }

  /** One run, whoever may see it. */
  async get(address: RunAddress): Promise<PipelineRunRecord | undefined> {
    return this.#database<PipelineRunRecord>(TABLE)
      .where(whereOf(address))
      .first();
  }

  /** Ids of pipelines, or versions, whose runs were written down without their names. */
  async unnamed(
    what: 'pipeline' | 'version',
  ): Promise<
    Array<{ kubernetesCluster: string; namespace: string; id: string }>
  > {
    const id = `${what}_id` as const;
    return this.#database(TABLE)
      .distinct({
        kubernetesCluster: 'kubernetes_cluster',
        namespace: 'namespace',
        id,
      })
      .whereNull(what)
      .whereNotNull(id);
  }

  /** Names what was known by its id only when its runs were written down. */
  async name(
    place: Omit<RunAddress, 'runId'>,
    what: 'pipeline' | 'version',
    id: string,
    name: string,
  ): Promise<void> {
    await this.#database(TABLE)
      .where({
        kubernetes_cluster: place.kubernetesCluster,
        namespace: place.namespace,
        [`${what}_id`]: id,
      })
      .whereNull(what)
      .whereNotNull(`${what}_id`)
      .update({ [what]: name });
  }
}
