import type {
  PipelineSuccess,
  UsualDuration,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Knex } from 'knex';
import type { DomainKey } from '../../types';
import { medianOf } from '../../runs/medianOf';
import { type PageEnd, readPageEnd } from './pageCursor';
import { splitName } from './splitName';
import { toSuccess } from './toSuccess';
import {
  type PipelineRun,
  type PipelineRunRecord,
  toRecord,
} from './PipelineRun';

const TABLE = 'pipeline_runs';
/** Rows per statement: SQLite takes 32,766 parameters, and locks are short. */
const BATCH = 200;
/**
 * So many are counted, and sorted rather than found in their order among all.
 * Counting further costs more than anybody learns from it.
 */
const MOST_COUNTED = 3_000;
/** SQLite joins 500 selects at most. */
const PIPELINES_AT_ONCE = 100;
const USUAL_OF = 20;
/** So many beginnings of names are looked through; of more, all names are. */
const MOST_STEMS = 1_000;
/** After each letter that a tail may have. */
const AFTER_TAILS = '~';
const LONGEST_RUN_MS = 7 * 24 * 60 * 60_000;
const NEWEST: Array<{ column: string; order: string }> = [
  { column: 'at', order: 'desc' },
  { column: 'run_id', order: 'desc' },
];

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

/** Where a page ended with a run. */
export function pageEndOf(
  row: PipelineRunRecord,
  { sort }: Pick<PipelineRunQuestion, 'sort'>,
): PageEnd {
  return { value: row[SORT_COLUMNS[sort].column], runId: row.run_id };
}

/** One text for one pipeline of a domain. */
export function toWhose({ scope, pipeline }: WhosePipeline): string {
  return `${scope}/${pipeline}`;
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

  /** Runs of some places, as many as fit into a page and one more; and how many there are. */
  async list(
    scope: ReadonlySet<DomainKey>,
    question: PipelineRunQuestion,
  ): Promise<{ rows: PipelineRunRecord[]; total?: number }> {
    const places = [...scope];
    if (places.length === 0) {
      return { rows: [], total: 0 };
    }
    if (question.q && !RUN_ID.test(question.q)) {
      return this.#search(places, question);
    }
    const total = await this.count(places, question);
    const rows =
      total !== undefined
        ? await this.#sorted(places, question)
        : await this.#inOrder(places, question);
    return { rows, ...(total !== undefined && { total }) };
  }

  /** By a part of the name: all of them are found first; then it is known whether there are few or many. */
  async #search(
    places: readonly DomainKey[],
    question: PipelineRunQuestion,
  ): Promise<{ rows: PipelineRunRecord[]; total?: number }> {
    const { sort, descending, limit } = question;
    const { column, type } = SORT_COLUMNS[sort];
    const found: Array<{ run_id: string; value: string | number }> = [];
    for (const query of await this.#named(question)) {
      found.push(
        ...(await query
          .clearSelect()
          .select('run_id', {
            value:
              column === 'search' ? this.#database.raw('stem || tail') : column,
          })
          .whereIn('scope', [...places])
          .limit(MOST_COUNTED + 1 - found.length)),
      );
    }
    if (found.length > MOST_COUNTED) {
      return { rows: await this.#inOrder(places, question) };
    }
    const end =
      question.cursor === undefined
        ? undefined
        : readPageEnd(question.cursor, type);
    const sign = descending ? -1 : 1;
    const order = (
      a: { run_id: string; value: string | number },
      b: { run_id: string; value: string | number },
    ) => sign * (compare(a.value, b.value) || compare(a.run_id, b.run_id));
    const ids = found
      .filter(one => !end || order(one, { ...end, run_id: end.runId }) > 0)
      .sort(order)
      .slice(0, limit + 1)
      .map(one => one.run_id);
    const rows = await this.#database<PipelineRunRecord>(TABLE)
      .whereIn('run_id', ids)
      .whereIn('scope', [...places]);
    const at = new Map(ids.map((id, position) => [id, position]));
    return {
      rows: rows.sort((a, b) => at.get(a.run_id)! - at.get(b.run_id)!),
      total: found.length,
    };
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

  /** The newest runs of pipelines, found by `toWhose`; at most `limit` of each. */
  async newestOf(
    pipelines: readonly WhosePipeline[],
    limit: number,
  ): Promise<Map<string, PipelineRunRecord[]>> {
    return this.#each(pipelines, query =>
      query.select('*').where('archived', false).orderBy(NEWEST).limit(limit),
    );
  }

  /** How long pipelines usually take: the median of their last successful runs. */
  async usualOf(
    pipelines: readonly WhosePipeline[],
  ): Promise<Map<string, UsualDuration>> {
    const found = await this.#each(pipelines, query =>
      query
        .select('scope', 'pipeline', 'seconds')
        .where({ archived: false, state: 'succeeded' })
        .orderBy(NEWEST)
        .limit(USUAL_OF),
    );
    return new Map(
      [...found].map(([key, rows]) => [
        key,
        {
          runs: rows.length,
          medianSeconds: medianOf(rows.map(({ seconds }) => seconds)),
        },
      ]),
    );
  }

  async #each(
    pipelines: readonly WhosePipeline[],
    select: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
  ): Promise<Map<string, PipelineRunRecord[]>> {
    const found = new Map<string, PipelineRunRecord[]>();
    for (let at = 0; at < pipelines.length; at += PIPELINES_AT_ONCE) {
      const parts = pipelines
        .slice(at, at + PIPELINES_AT_ONCE)
        .map(({ scope, pipeline }, position) =>
          this.#database
            .select('*')
            .from(
              select(this.#database(TABLE).where({ scope, pipeline })).as(
                `part${position}`,
              ),
            ),
        );
      const rows: PipelineRunRecord[] = await this.#database.unionAll(parts);
      for (const row of rows) {
        const key = toWhose({ scope: row.scope, pipeline: row.pipeline! });
        found.set(key, [...(found.get(key) ?? []), row]);
      }
    }
    return found;
  }

  /** How the runs of a pipeline that ended since a time went, by the day of their end. */
  async success(
    { scope, pipeline }: WhosePipeline,
    since: string,
  ): Promise<PipelineSuccess> {
    const day = this.#database.raw('substr(ended_at, 1, 10) as day');
    const ended = this.#database(TABLE)
      .where({ scope, pipeline, archived: false, counts: true })
      .where('ended_at', '>=', since)
      // Found by its start; none lasts longer that says how long one takes.
      .where(
        'at',
        '>=',
        new Date(Date.parse(since) - LONGEST_RUN_MS).toISOString(),
      );
    const counts: Array<{ day: string; state: string; runs: number | string }> =
      await ended
        .clone()
        .select(day, 'state')
        .groupByRaw('substr(ended_at, 1, 10), state')
        .count({ runs: '*' });
    const ranked = ended
      .clone()
      .where({ state: 'succeeded' })
      .select(day, 'seconds')
      .select(
        this.#database.raw(
          'row_number() over (partition by substr(ended_at, 1, 10) order by seconds) as rank',
        ),
        this.#database.raw(
          'count(*) over (partition by substr(ended_at, 1, 10)) as runs',
        ),
      );
    const medians: Array<{ day: string; median: number | string }> =
      await this.#database
        .from(ranked.as('ranked'))
        // One in the middle, or the two around it.
        .whereRaw('rank * 2 between runs and runs + 2')
        .groupBy('day')
        .select('day')
        .avg({ median: 'seconds' });
    return toSuccess(counts, medians);
  }

  /** How many runs a version had. */
  async countOfVersion(
    { scope, pipeline }: WhosePipeline,
    version: string,
  ): Promise<number> {
    const [{ runs }] = await this.#database(TABLE)
      .where({ scope, pipeline, version })
      .count({ runs: '*' });
    return Number(runs);
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

  /** Queries which together find the runs whose names have a part, each in an index that has little else. */
  async #named(filters: PipelineRunFilters): Promise<Knex.QueryBuilder[]> {
    const part = filters.q!;
    const { stem, tail } = splitName(part);
    const stems = stem ? await this.#stems(filters.archived) : undefined;
    if (!stems) {
      return [this.#filtered(filters).from(this.#by('pipeline_runs_name'))];
    }
    const within = stems.filter(one => one.includes(part));
    const before = stems.filter(
      one => one.endsWith(stem) && !one.includes(part),
    );
    const of = (some: string[]) =>
      this.#filtered({ ...filters, q: undefined })
        .from(this.#by('pipeline_runs_stem'))
        .whereIn('stem', some);
    return [
      ...(within.length ? [of(within)] : []),
      ...(before.length
        ? [
            of(before)
              .where('tail', '>=', tail)
              .where('tail', '<', `${tail}${AFTER_TAILS}`),
          ]
        : []),
    ];
  }

  /** How names begin, each found in the index after the one before it; undefined where these are too many. */
  async #stems(archived: boolean): Promise<string[] | undefined> {
    const next = this.#database(TABLE).where({ archived }).min('stem');
    const rows: Array<{ stem: string }> = await this.#database
      .withRecursive(
        'stems',
        ['stem'],
        this.#database.unionAll([
          next.clone(),
          this.#database
            .select(
              next
                .clone()
                .whereRaw('?? > ??', [`${TABLE}.stem`, 'stems.stem'])
                .as('next'),
            )
            .from('stems')
            .whereNotNull('stems.stem'),
        ]),
      )
      .select('stem')
      .from('stems')
      .whereNotNull('stem')
      .limit(MOST_STEMS + 1);
    return rows.length > MOST_STEMS ? undefined : rows.map(row => row.stem);
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
      query.from(this.#by('pipeline_runs_id')).where('run_id', q);
    } else if (q) {
      const position = this.#isPostgres() ? 'strpos' : 'instr';
      query.whereRaw(`${position}(search, ?) > 0`, [q]);
    }
    return query;
  }

  /** The table; SQLite, which counts nothing beforehand, is told which index finds the fewest. */
  #by(index: string): Knex.Raw {
    return this.#database.raw(
      this.#isPostgres() ? TABLE : `${TABLE} indexed by ${index}`,
    );
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

function compare(a: string | number, b: string | number): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

function keyOf(row: PipelineRunRecord) {
  const { kubernetes_cluster, namespace, run_id } = row;
  return { kubernetes_cluster, namespace, run_id };
}

function whereOf({ kubernetesCluster, namespace, runId }: RunAddress) {
  return { kubernetes_cluster: kubernetesCluster, namespace, run_id: runId };
}
