import {
  kubeflowPipelineKind,
  kubeflowPipelineVersionKind,
  kubeflowRecurringRunKind,
  kubeflowScheduleKind,
  kubeflowStartKind,
  type WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Entry, ResourceView } from '@lakefront/kube-index';
import type { LakehouseIndex } from '../../index/LakehouseIndex';
import type { PipelineFacts, WorkloadRow } from '../../index/rows';

interface Place {
  kubernetesCluster: string;
  namespace: string;
}

/** Names of pipelines, versions and schedules, as far as there are objects of them. */
export class PipelineNames {
  readonly #index: LakehouseIndex;

  constructor(index: LakehouseIndex) {
    this.#index = index;
  }

  /**
   * KFP's ids are the uids of objects where it keeps pipelines in Kubernetes.
   * Only objects of the same namespace count: KFP may be told any id.
   */
  ofIds(
    place: Place,
    ids: { pipelineId?: string; versionId?: string; recurringRunId?: string },
  ): { pipeline?: string; version?: string; schedule?: string } {
    const pipeline = this.#byUid(kubeflowPipelineKind, place, ids.pipelineId);
    const version = this.#byUid(
      kubeflowPipelineVersionKind,
      place,
      ids.versionId,
    );
    const schedule = this.#byUid(
      kubeflowRecurringRunKind,
      place,
      ids.recurringRunId,
    );
    return {
      ...(pipeline && { pipeline: pipeline.name }),
      ...(version && { version: version.name }),
      ...(schedule && { schedule: schedule.name }),
    };
  }

  /** What started a run of this name, where an object of ours did. */
  ofStarter(
    place: Place,
    run: { name: string; schedule?: string },
  ): Pick<PipelineFacts, 'pipeline' | 'version' | 'pipelineId' | 'versionId'> {
    const { kubernetesCluster, namespace } = place;
    const starter = run.schedule
      ? [kubeflowScheduleKind, kubeflowRecurringRunKind]
      : [kubeflowStartKind];
    const name = run.schedule ?? run.name;
    for (const kind of starter) {
      const entry = this.view(kind)?.get(kubernetesCluster, namespace, name);
      if (entry?.row.pipelines) {
        const { pipeline, version, pipelineId, versionId } =
          entry.row.pipelines;
        return {
          ...{ pipeline, version, pipelineId, versionId },
          ...this.ofIds(place, { pipelineId, versionId }),
        };
      }
    }
    return {};
  }

  view(kind: Pick<WorkloadKind, 'id'>): ResourceView<WorkloadRow> | undefined {
    return this.#index.workloads.get(kind.id);
  }

  #byUid(
    kind: WorkloadKind,
    { kubernetesCluster, namespace }: Place,
    uid: string | undefined,
  ): Entry<WorkloadRow> | undefined {
    const found = uid
      ? this.view(kind)?.list({
          where: { uid: [`${kubernetesCluster}/${uid}`] },
        }).entries
      : [];
    return found?.find(entry => entry.namespace === namespace);
  }
}
