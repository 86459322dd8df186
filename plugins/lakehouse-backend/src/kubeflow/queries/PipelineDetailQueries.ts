import { NotFoundError } from '@backstage/errors';
import {
  comparePipelines,
  kubeflowPipelineKind,
  kubeflowPipelineVersionKind,
  type PipelineComparison,
  type PipelineDetail,
  type PipelineVersionDetail,
  type WorkloadLink,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { DomainKey, DomainPlace } from '../../types';
import type { PipelineNames } from '../runs/PipelineNames';
import type { PipelineRunSummaries } from '../runs/PipelineRunSummaries';
import type { KubeflowServers } from '../servers/KubeflowServers';
import {
  type FoundObject,
  type ObjectAddress,
  type PipelineQueries,
  whoseOf,
} from './PipelineQueries';
import { toVersionRow } from './toVersionRow';
import type { ReadVersion, VersionMemory } from './VersionMemory';

const DAY_MS = 24 * 60 * 60_000;
const SUCCESS_DAYS = 30;

export interface PipelineDetailQueriesOptions {
  pipelines: PipelineQueries;
  names: PipelineNames;
  summaries: PipelineRunSummaries;
  servers: KubeflowServers;
  versions: VersionMemory;
  now: () => number;
}

/** One pipeline, and one version of it. */
export class PipelineDetailQueries {
  constructor(private readonly options: PipelineDetailQueriesOptions) {}

  async pipeline(
    scope: ReadonlySet<DomainKey>,
    address: ObjectAddress,
  ): Promise<
    Pick<
      PipelineDetail,
      'pipeline' | 'versions' | 'schedules' | 'success' | 'links'
    > & { place: DomainPlace }
  > {
    const { pipelines, summaries, now } = this.options;
    const found = pipelines.find(scope, kubeflowPipelineKind, address);
    const since = new Date(now() - SUCCESS_DAYS * DAY_MS).toISOString();
    const [[pipeline], success] = await Promise.all([
      pipelines.rowsOf([found]),
      summaries.success(whoseOf(found), since),
    ]);
    const { place, entry } = found;
    return {
      ...{ place, pipeline, success },
      versions: pipelines
        .versionsOf(found)
        .map(({ row }) => toVersionRow(row, place)),
      schedules: pipelines.schedulesOf(place, entry.name),
      links: this.#linksOf(found, entry.row.workload.uid),
    };
  }

  async version(
    scope: ReadonlySet<DomainKey>,
    address: ObjectAddress,
  ): Promise<
    Pick<
      PipelineVersionDetail,
      'version' | 'compiled' | 'problem' | 'before' | 'usedBy' | 'links'
    > & { place: DomainPlace }
  > {
    const { pipelines, summaries } = this.options;
    const found = pipelines.find(scope, kubeflowPipelineVersionKind, address);
    const { place, entry } = found;
    const version = toVersionRow(entry.row, place);
    const whose = { scope: place.key, pipeline: version.pipeline };
    const [read, runs] = await Promise.all([
      this.#read(found),
      summaries.countOfVersion(whose, version.name),
    ]);
    const all = pipelines.versionsOfPipeline(place, version.pipeline);
    const at = all.findIndex(({ name }) => name === version.name);
    const before = at < 0 ? undefined : all[at + 1]?.name;
    return {
      ...{ place, version, compiled: read.compiled },
      ...(read.problem !== undefined && { problem: read.problem }),
      ...(before && { before }),
      usedBy: {
        schedules: pipelines
          .schedulesOf(place, version.pipeline)
          .filter(schedule => schedule.version === version.name),
        runs,
      },
      links: this.#versionLinks(found, version.pipeline),
    };
  }

  /** What differs from another version of the same pipeline. */
  async compare(
    scope: ReadonlySet<DomainKey>,
    address: ObjectAddress,
    before: string,
  ): Promise<PipelineComparison> {
    const { pipelines } = this.options;
    const kind = kubeflowPipelineVersionKind;
    const found = pipelines.find(scope, kind, address);
    const other = pipelines.find(scope, kind, { ...address, name: before });
    const [now, was] = await Promise.all([
      this.#compiled(found),
      this.#compiled(other),
    ]);
    return comparePipelines(was, now);
  }

  async #compiled(found: FoundObject) {
    const { compiled, problem } = await this.#read(found);
    if (!compiled) {
      throw new NotFoundError(
        `There is no graph of ${found.entry.name} to compare: ${problem}`,
      );
    }
    return compiled;
  }

  #read({ entry }: FoundObject): Promise<ReadVersion> {
    return this.options.versions.read(entry.row.workload);
  }

  #versionLinks(found: FoundObject, pipeline: string): WorkloadLink[] {
    const { place, entry } = found;
    const { kubernetesCluster, namespace } = place;
    const owner = this.options.names
      .view(kubeflowPipelineKind)
      ?.get(kubernetesCluster, namespace, pipeline);
    return owner
      ? this.#linksOf(found, owner.row.workload.uid, entry.row.workload.uid)
      : [];
  }

  /** KFP's own page; its ids are the uids of objects. */
  #linksOf({ place }: FoundObject, pipelineId: string, versionId?: string) {
    const known = this.options.servers.get(place.kubernetesCluster);
    const page = [
      ...['details', encodeURIComponent(pipelineId)],
      ...(versionId ? ['version', encodeURIComponent(versionId)] : []),
    ].join('/');
    return known
      ? [
          {
            title: 'Kubeflow Pipelines',
            url: `${known.server.config.url}/#/pipelines/${page}`,
          },
        ]
      : [];
  }
}
