import type {
  QuotaHistory,
  QuotaUsage,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Knex } from 'knex';
import type { DomainKey } from '../types';

const SERIES = 'lakehouse_quota_series';
const SAMPLES = 'lakehouse_quota_samples';
/** Rows per statement: SQLite takes 32,766 parameters, and locks are short. */
const BATCH = 500;
/** What is sampled within one step is one row. */
export const STEP_SECONDS = 15 * 60;
/** More points than this are not seen on a small curve. */
const MOST_POINTS = 170;

/** What is used of one resource of one quota now. */
export interface QuotaSample extends Omit<QuotaUsage, 'waiting'> {
  scope: DomainKey;
  kubernetesCluster: string;
  namespace: string;
}

type SeriesKey = Pick<
  QuotaSample,
  'scope' | 'kubernetesCluster' | 'namespace' | 'quota' | 'resource'
>;

interface SeriesRow {
  id: number;
  scope: DomainKey;
  kubernetes_cluster: string;
  namespace: string;
  quota: string;
  resource: string;
  unit: QuotaUsage['unit'];
}

/** How quotas were used, on SQLite and PostgreSQL. */
export class UsageStore {
  readonly #database: Knex;

  constructor(database: Knex) {
    this.#database = database;
  }

  /** Writes down what is used now; of several within one step the highest use stays. */
  async record(samples: readonly QuotaSample[], now: number): Promise<void> {
    const ids = await this.#identify(samples);
    const at = beginOfStep(now / 1000, STEP_SECONDS);
    const rows = samples.flatMap(({ used, hard, ...key }) => {
      const series = ids.get(toKey(key));
      return series === undefined ? [] : [{ series, at, used, hard }];
    });
    for (const batch of batches(rows)) {
      await this.#database(SAMPLES)
        .insert(batch)
        .onConflict(['series', 'at'])
        .merge({
          used: this.#database.raw(
            `CASE WHEN excluded.used > ${SAMPLES}.used THEN excluded.used ELSE ${SAMPLES}.used END`,
          ),
          hard: this.#database.raw('excluded.hard'),
        });
    }
  }

  /** The history of the allowed places, oldest points first, in so few points that a curve shows them all. */
  async within(
    scope: ReadonlySet<DomainKey>,
    span: { from: string; to: string },
  ): Promise<QuotaHistory[]> {
    const series = await this.#series(query =>
      query
        .whereIn('scope', [...scope])
        .orderBy(['kubernetes_cluster', 'quota', 'resource']),
    );
    if (series.length === 0) {
      return [];
    }
    const points = await this.#points(
      series.map(({ id }) => id),
      { from: Date.parse(span.from) / 1000, to: Date.parse(span.to) / 1000 },
    );
    return series.flatMap(row => {
      const own = points.get(row.id);
      return own
        ? [
            {
              kubernetesCluster: row.kubernetes_cluster,
              resource: row.resource,
              quota: row.quota,
              unit: row.unit,
              points: own,
            },
          ]
        : [];
    });
  }

  /** Forgets samples from before a time, and series without any. */
  async forgetBefore(time: number): Promise<number> {
    const forgotten = await this.#database(SAMPLES)
      .where('at', '<', Math.floor(time / 1000))
      .delete();
    await this.#database(SERIES)
      .whereNotExists(
        this.#database(SAMPLES).whereRaw(`${SAMPLES}.series = ${SERIES}.id`),
      )
      .delete();
    return forgotten;
  }

  async #points(
    series: number[],
    { from, to }: { from: number; to: number },
  ): Promise<Map<number, QuotaHistory['points']>> {
    const step =
      Math.max(1, Math.ceil((to - from) / MOST_POINTS / STEP_SECONDS)) *
      STEP_SECONDS;
    // A whole number of our own, not a parameter: databases compare the text of what is grouped by.
    const begin = this.#database.raw(`at - at % ${step}`);
    const rows: Array<{
      series: number;
      begin: number | string;
      used: number;
      hard: number;
    }> = await this.#database(SAMPLES)
      .whereIn('series', series)
      .where('at', '>=', beginOfStep(from, step))
      .where('at', '<', to)
      .groupBy('series', begin)
      .orderBy('begin')
      .select({ series: 'series', begin })
      .max({ used: 'used', hard: 'hard' });
    const points = new Map<number, QuotaHistory['points']>();
    for (const row of rows) {
      const at = new Date(Number(row.begin) * 1000).toISOString();
      const own = points.get(row.series) ?? [];
      points.set(row.series, own);
      own.push({ at, used: row.used, hard: row.hard });
    }
    return points;
  }

  /** The ids of series; those that are new are made, whoever comes first. */
  async #identify(
    samples: readonly QuotaSample[],
  ): Promise<Map<string, number>> {
    const known = await this.#known(samples);
    const added = samples.filter(sample => !known.has(toKey(sample)));
    for (const batch of batches(added)) {
      await this.#database(SERIES)
        .insert(
          batch.map(({ scope, kubernetesCluster, ...rest }) => ({
            scope,
            kubernetes_cluster: kubernetesCluster,
            namespace: rest.namespace,
            quota: rest.quota,
            resource: rest.resource,
            unit: rest.unit,
          })),
        )
        .onConflict([
          ...['scope', 'kubernetes_cluster', 'namespace'],
          ...['quota', 'resource'],
        ])
        .ignore();
    }
    return added.length > 0 ? this.#known(samples) : known;
  }

  async #known(samples: readonly QuotaSample[]): Promise<Map<string, number>> {
    const scopes = [...new Set(samples.map(({ scope }) => scope))];
    const rows = await this.#series(query => query.whereIn('scope', scopes));
    return new Map(
      rows.map(({ id, kubernetes_cluster: kubernetesCluster, ...rest }) => [
        toKey({ ...rest, kubernetesCluster }),
        id,
      ]),
    );
  }

  #series(
    select: (query: Knex.QueryBuilder<SeriesRow>) => Knex.QueryBuilder,
  ): Promise<SeriesRow[]> {
    return Promise.resolve(
      select(this.#database<SeriesRow>(SERIES)).select() as PromiseLike<
        SeriesRow[]
      >,
    );
  }
}

function toKey(key: SeriesKey): string {
  const { scope, kubernetesCluster, namespace, quota, resource } = key;
  return JSON.stringify([scope, kubernetesCluster, namespace, quota, resource]);
}

function beginOfStep(seconds: number, step: number): number {
  return Math.floor(seconds / step) * step;
}

function* batches<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += BATCH) {
    yield rows.slice(at, at + BATCH);
  }
}
