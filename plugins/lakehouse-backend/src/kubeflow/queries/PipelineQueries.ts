import {
  kubeflowPipelineKind,
  kubeflowPipelineVersionKind,
  kubeflowRecurringRunKind,
  kubeflowScheduleKind,
  type PipelineRow,
  type PipelineScheduleRow,
  type UsualDuration,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Entry } from '@lakefront/kube-index';
import { notThere } from '../../access/DefaultDomainAccess';
import type { DomainMap } from '../../index/DomainMap';
import { toNamespaceKey, type WorkloadRow } from '../../index/rows';
import type { Selection } from '../../queries/PlaceSelector';
import { takePage } from '../../queries/pageSize';
import type { DomainKey, DomainPlace } from '../../types';
import { toPipelineKey } from '../facts/projectPipelines';
import type { PipelineNames } from '../runs/PipelineNames';
import type { PipelineRunRecord } from '../runs/PipelineRun';
import {
  type PipelineRunSummaries,
  toWhose,
} from '../runs/PipelineRunSummaries';
import { pickAfter, type PickQuestion, writePickCursor } from './pickAfter';
import type { RunQueries } from './RunQueries';
import { newestFirst } from './newestFirst';
import { toScheduleRow } from './toScheduleRow';

const LAST_RUNS = 10;
const SCHEDULES = [kubeflowScheduleKind, kubeflowRecurringRunKind];

export type PipelineSort = 'name' | 'lastRunAt';

export interface PipelineQuestion extends PickQuestion<PipelineSort> {
  owner?: readonly string[];
  /** Part of a name or title, in lower case. */
  q?: string;
}

export interface ObjectAddress {
  kubernetesCluster: string;
  namespace: string;
  name: string;
}

export interface FoundObject {
  place: DomainPlace;
  entry: Entry<WorkloadRow>;
}

export interface PipelineQueriesOptions {
  domains: DomainMap;
  names: PipelineNames;
  summaries: PipelineRunSummaries;
  runs: RunQueries;
  now: () => number;
}

/** Pipelines and what belongs to them, from the index; how they ran, from the table. */
export class PipelineQueries {
  constructor(private readonly options: PipelineQueriesOptions) {}

  async list(
    { places }: Selection,
    question: PipelineQuestion,
  ): Promise<{ items: PipelineRow[]; nextCursor?: string; total: number }> {
    const view = this.options.names.view(kubeflowPipelineKind);
    const entries =
      view?.list({
        where: { namespace: [...places.keys()] },
        filter: row => isWanted(row, question),
      }).entries ?? [];
    const lastRunAt =
      question.sort === 'lastRunAt'
        ? await this.#lastRuns(places, entries)
        : undefined;
    // What never ran is the oldest.
    const valueOf = ({ key, row }: Entry<WorkloadRow>) =>
      lastRunAt ? lastRunAt.get(key) ?? '' : titleOf(row);
    const picked = pickAfter(entries, {
      ...{ question, valueOf, keyOf: ({ key }) => key },
    });
    const page = takePage(picked, {
      limit: question.limit,
      toItem: entry => entry,
    });
    const found = page.items.map(entry => ({
      entry,
      place: places.get(
        toNamespaceKey(entry.kubernetesCluster, entry.namespace),
      )!,
    }));
    return {
      items: await this.rowsOf(found),
      total: entries.length,
      ...(page.more &&
        page.last && {
          nextCursor: writePickCursor(valueOf(page.last), page.last.key),
        }),
    };
  }

  async #lastRuns(
    places: Selection['places'],
    entries: readonly Entry<WorkloadRow>[],
  ): Promise<Map<string, string>> {
    const whose = entries.map(entry => {
      const { kubernetesCluster, namespace, name } = entry;
      const place = places.get(toNamespaceKey(kubernetesCluster, namespace))!;
      return { scope: place.key, pipeline: name };
    });
    const newest = await this.options.summaries.newestOf(whose, 1);
    return new Map(
      entries.flatMap(({ key }, at) => {
        const [run] = newest.get(toWhose(whose[at])) ?? [];
        return run ? [[key, run.at] as const] : [];
      }),
    );
  }

  async rowsOf(found: readonly FoundObject[]): Promise<PipelineRow[]> {
    const { summaries } = this.options;
    const whose = found.map(whoseOf);
    const [newest, usual] = await Promise.all([
      summaries.newestOf(whose, LAST_RUNS),
      summaries.usualOf(whose),
    ]);
    return found.map((one, at) => {
      const key = toWhose(whose[at]);
      return this.#toRow(one, newest.get(key) ?? [], usual.get(key));
    });
  }

  /** A pipeline or version of the asker's. */
  find(
    scope: ReadonlySet<DomainKey>,
    kind: { id: string },
    { kubernetesCluster, namespace, name }: ObjectAddress,
  ): FoundObject {
    const { domains, names } = this.options;
    const place = domains.placeOf(kubernetesCluster, namespace);
    const entry =
      place && scope.has(place.key)
        ? names.view(kind)?.get(kubernetesCluster, namespace, name)
        : undefined;
    if (!place || !entry) {
      throw notThere();
    }
    return { place, entry };
  }

  /** Newest first. */
  versionsOf({ place, entry }: FoundObject): Entry<WorkloadRow>[] {
    return this.versionsOfPipeline(place, entry.name);
  }

  versionsOfPipeline(
    place: DomainPlace,
    pipeline: string,
  ): Entry<WorkloadRow>[] {
    const where = { pipeline: [toPipelineKey(place, pipeline)] };
    const view = this.options.names.view(kubeflowPipelineVersionKind);
    return [...(view?.list({ where }).entries ?? [])].sort((a, b) =>
      newestFirst(a.row.workload, b.row.workload),
    );
  }

  schedulesOf(place: DomainPlace, pipeline: string): PipelineScheduleRow[] {
    const { names, now } = this.options;
    const { kubernetesCluster, namespace } = place;
    const where = { namespace: [toNamespaceKey(kubernetesCluster, namespace)] };
    return SCHEDULES.flatMap(
      kind => names.view(kind)?.list({ where }).entries ?? [],
    )
      .map(({ row }) => toScheduleRow(row, place, { names, now: now() }))
      .filter(schedule => schedule.pipeline === pipeline)
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  #toRow(
    found: FoundObject,
    runs: readonly PipelineRunRecord[],
    usual: UsualDuration | undefined,
  ): PipelineRow {
    const { place, entry } = found;
    const { workload, pipelines = {} } = entry.row;
    const { kubernetesCluster, namespace, name } = workload;
    const { owner, requestedBy, changeId, createdAt } = workload;
    const versions = this.versionsOf(found);
    const schedules = this.schedulesOf(place, name);
    const latest = versions[0]?.row;
    return {
      ...{ kubernetesCluster, domain: place.domain, namespace, name },
      title: titleOf(entry.row),
      ...(pipelines.description && { description: pipelines.description }),
      ...(owner && { owner }),
      ...(requestedBy && { requestedBy }),
      ...(changeId && { changeId }),
      ...{ createdAt, versions: versions.length },
      ...(latest && {
        latestVersion: {
          name: latest.workload.name,
          title: titleOf(latest),
          createdAt: latest.workload.createdAt,
        },
      }),
      schedules: {
        active: schedules.filter(({ suspended }) => !suspended).length,
        all: schedules.length,
      },
      lastRuns: runs.map(record => {
        const run = this.options.runs.rowOf(record);
        const { runId, state, stateDetail, startedAt, endedAt } = run;
        return {
          ...{ runId, name: run.name, state, stateDetail },
          startedAt: startedAt ?? run.createdAt,
          ...(endedAt && { endedAt }),
        };
      }),
      ...(usual && { usual }),
    };
  }
}

export function whoseOf({ place, entry }: FoundObject) {
  return { scope: place.key, pipeline: entry.name };
}

function titleOf({ workload, pipelines }: WorkloadRow): string {
  return pipelines?.title ?? workload.name;
}

function isWanted(row: WorkloadRow, { owner, q }: PipelineQuestion): boolean {
  const { workload } = row;
  return (
    (!owner?.length || owner.includes(workload.owner ?? 'none')) &&
    (!q ||
      workload.name.includes(q) ||
      titleOf(row).toLocaleLowerCase('en-US').includes(q))
  );
}
