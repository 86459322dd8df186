import type {
  UsualDuration,
  WorkloadAddress,
  WorkloadRun,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Knex } from 'knex';
import type { DomainKey } from '../types';
import { medianOf } from './medianOf';
import { type RunRow, toRun, toRunRow, toTime } from './runRow';

const TABLE = 'lakehouse_runs';
/** Rows per statement: SQLite takes 32,766 parameters, and locks are short. */
const BATCH = 200;
const USUAL_OF = 20;

/** A workload as its domain has it: a namespace may have been another domain's before. */
export type WhoseRuns = WorkloadAddress & { domain: string };

/** One text for one workload of one domain. */
export function toRunsKey(workload: WhoseRuns): string {
  const { kubernetesCluster, domain, namespace, kind, name } = workload;
  return [kubernetesCluster, domain, namespace, kind, name].join('/');
}

/** The history of executions, on SQLite and PostgreSQL. */
export class RunStore {
  readonly #database: Knex;

  constructor(database: Knex) {
    this.#database = database;
  }

  /** Adds runs and moves them forward. A finished run is never moved back. */
  async upsert(runs: readonly WorkloadRun[]): Promise<void> {
    // In one order everywhere, so that replicas do not wait for each other's locks in a circle.
    const rows = runs
      .map(toRunRow)
      .sort((a, b) => a.run_key.localeCompare(b.run_key));
    for (let at = 0; at < rows.length; at += BATCH) {
      await this.#database<RunRow>(TABLE)
        .insert(rows.slice(at, at + BATCH))
        .onConflict(['kubernetes_cluster', 'kind', 'run_key'])
        .merge()
        .whereNull(`${TABLE}.ended_at`)
        // Labels make keys of some kinds: nobody takes a run away by naming its id.
        .whereRaw('??.namespace = excluded.namespace', [TABLE]);
    }
  }

  /**
   * Ends, as `unknown`, what still counts as going on for a workload beside
   * the run that it is in: nobody saw how it ended.
   */
  async closeOthers(
    workload: WorkloadAddress,
    options: { except?: string; at: string },
  ): Promise<void> {
    const open = this.#ofWorkload(workload).whereNull('ended_at');
    if (options.except !== undefined) {
      open.whereNot('run_key', options.except);
    }
    await open.update({
      ended_at: toTime(options.at),
      state: 'unknown',
      reason: JSON.stringify({
        code: 'unseen',
        message: 'It was gone before the portal saw how it ended.',
      }),
    });
  }

  /** Runs that still count as going on, of one kind on one Kubernetes cluster. */
  async open(kubernetesCluster: string, kind: string): Promise<WorkloadRun[]> {
    const rows = await this.#database<RunRow>(TABLE)
      .where({ kubernetes_cluster: kubernetesCluster, kind })
      .whereNull('ended_at');
    return rows.map(toRun);
  }

  /** The newest runs of a workload. */
  async ofWorkload(
    workload: WorkloadAddress,
    options: { limit: number },
  ): Promise<WorkloadRun[]> {
    const rows = await this.#ofWorkload(workload)
      .orderBy('started_at', 'desc')
      .limit(options.limit)
      .select();
    return rows.map(toRun);
  }

  /**
   * How long workloads usually take: the median of their last successful runs,
   * found by `toRunsKey`; nothing for those that never succeeded.
   */
  async usualOf(
    workloads: readonly WhoseRuns[],
  ): Promise<Map<string, UsualDuration>> {
    const columns = ['kubernetes_cluster', 'namespace', 'kind', 'name'];
    const whose = ['scope', ...columns];
    const newest = this.#database(TABLE)
      .select(...whose, 'seconds')
      .rowNumber('position', numbered =>
        numbered.partitionBy(whose).orderBy('started_at', 'desc'),
      )
      .whereIn(
        columns,
        workloads.map(({ kubernetesCluster, namespace, kind, name }) => [
          ...[kubernetesCluster, namespace, kind, name],
        ]),
      )
      .where({ state: 'succeeded' })
      .whereNotNull('seconds');
    const rows: RunRow[] = await this.#database
      .select('*')
      .from(newest.as('newest'))
      .where('position', '<=', USUAL_OF);
    const seconds = new Map<string, number[]>();
    for (const row of rows) {
      const key = toRunsKey({
        ...{ kubernetesCluster: row.kubernetes_cluster, kind: row.kind },
        ...{ namespace: row.namespace, name: row.name },
        domain: row.scope.slice(row.scope.indexOf('/') + 1),
      });
      seconds.set(key, [...(seconds.get(key) ?? []), Number(row.seconds)]);
    }
    return new Map(
      [...seconds].map(([key, all]) => [
        key,
        { runs: all.length, medianSeconds: medianOf(all) },
      ]),
    );
  }

  /** Failed runs since a time, counted per (Kubernetes cluster, domain). */
  async failedSince(
    scope: ReadonlySet<DomainKey>,
    since: string,
  ): Promise<Map<DomainKey, number>> {
    const rows: Array<{ scope: DomainKey; failed: number | string }> =
      await this.#database(TABLE)
        .whereIn('scope', [...scope])
        .where({ state: 'failed' })
        .where('ended_at', '>=', toTime(since))
        .groupBy('scope')
        .select('scope')
        .count({ failed: '*' });
    return new Map(rows.map(row => [row.scope, Number(row.failed)]));
  }

  /** What ran within a time span in the allowed domains, oldest first. */
  async within(
    scope: ReadonlySet<DomainKey>,
    options: { from: string; to: string; limit: number },
  ): Promise<WorkloadRun[]> {
    const from = toTime(options.from);
    const rows = await this.#database<RunRow>(TABLE)
      .whereIn('scope', [...scope])
      .where('started_at', '<', toTime(options.to))
      .where(ended =>
        ended.whereNull('ended_at').orWhere('ended_at', '>=', from),
      )
      .orderBy([{ column: 'started_at', order: 'desc' }, { column: 'run_key' }])
      .limit(options.limit)
      .select();
    return rows.map(toRun).reverse();
  }

  /** Forgets what ended before a time. */
  async forgetBefore(time: string): Promise<number> {
    return this.#database<RunRow>(TABLE)
      .where('ended_at', '<', toTime(time))
      .delete();
  }

  #ofWorkload(workload: WorkloadAddress) {
    return this.#database<RunRow>(TABLE).where({
      kubernetes_cluster: workload.kubernetesCluster,
      namespace: workload.namespace,
      kind: workload.kind,
      name: workload.name,
    });
  }
}
