import type { WorkloadState } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Knex } from 'knex';
import type { DomainKey } from '../../types';
import { type PageEnd, readPageEnd } from './pageCursor';
import type { PipelineRunRecord } from './PipelineRun';
import { TABLE } from './pipelineRunTable';
import { splitName } from './splitName';

/**
 * So many are counted, and sorted rather than found in their order among all.
 * Counting further costs more than anybody learns from it.
 */
const MOST_COUNTED = 3_000;
/** So many beginnings of names are looked through; of more, all names are. */
const MOST_STEMS = 1_000;
/** After each letter that a tail may have. */
const AFTER_TAILS = '~';
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

/** Where a page ended with a run. */
export function pageEndOf(
  row: PipelineRunRecord,
  { sort }: Pick<PipelineRunQuestion, 'sort'>,
): PageEnd {
  return { value: row[SORT_COLUMNS[sort].column], runId: row.run_id };
}

/** Runs as lists show them: filtered, searched, sorted, page by page. */
export class PipelineRunLists {
  readonly #database: Knex;

  constructor(database: Knex) {
    this.#database = database;
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
    const rows: PipelineRunRecord[] = await this.#database
      .select('*')
      .from(this.#by('pipeline_runs_id'))
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
