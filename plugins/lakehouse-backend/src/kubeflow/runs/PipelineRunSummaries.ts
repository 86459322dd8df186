import type {
  PipelineSuccess,
  UsualDuration,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Knex } from 'knex';
import type { DomainKey } from '../../types';
import { medianOf } from '../../runs/medianOf';
import type { PipelineRunRecord } from './PipelineRun';
import { TABLE } from './pipelineRunTable';
import { toSuccess } from './toSuccess';

/** SQLite joins 500 selects at most. */
const PIPELINES_AT_ONCE = 100;
const USUAL_OF = 20;
const LONGEST_RUN_MS = 7 * 24 * 60 * 60_000;
const NEWEST: Array<{ column: string; order: string }> = [
  { column: 'at', order: 'desc' },
  { column: 'run_id', order: 'desc' },
];

/** A pipeline of a domain. */
export interface WhosePipeline {
  scope: DomainKey;
  pipeline: string;
}

/** One text for one pipeline of a domain. */
export function toWhose({ scope, pipeline }: WhosePipeline): string {
  return `${scope}/${pipeline}`;
}

/** What the runs of a pipeline say together: the newest, how long, how often well. */
export class PipelineRunSummaries {
  readonly #database: Knex;

  constructor(database: Knex) {
    this.#database = database;
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
}
