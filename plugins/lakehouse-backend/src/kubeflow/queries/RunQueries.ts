import type { PipelineRunRow } from '@lakefront/backstage-plugin-lakehouse-common';
import { notThere } from '../../access/DefaultDomainAccess';
import type { DomainMap } from '../../index/DomainMap';
import type { LakehouseIndex } from '../../index/LakehouseIndex';
import type { WorkloadRow } from '../../index/rows';
import { takePage } from '../../queries/pageSize';
import type { DomainKey, DomainPlace } from '../../types';
import { toRunKey } from '../facts/projectPipelines';
import { fromWorkflow } from '../runs/fromWorkflow';
import { writePageEnd } from '../runs/pageCursor';
import type { PipelineNames } from '../runs/PipelineNames';
import {
  type PipelineRunRecord,
  RUN_KIND,
  toRecord,
  toRow,
} from '../runs/PipelineRun';
import {
  pageEndOf,
  type PipelineRunLists,
  type PipelineRunQuestion,
} from '../runs/PipelineRunLists';
import type { PipelineRunStore } from '../runs/PipelineRunStore';
import type { RunAddress } from '../runs/pipelineRunTable';

export interface RunQueriesOptions {
  index: LakehouseIndex;
  domains: DomainMap;
  names: PipelineNames;
  lists: PipelineRunLists;
  store: PipelineRunStore;
}

/** A run that somebody may see, with all that is known of it here. */
export interface FoundRun {
  place: DomainPlace;
  record: PipelineRunRecord;
  row: PipelineRunRow;
  /** Its Workflow, while there is one. */
  workflow?: WorkloadRow;
}

/** Runs from the table, those that go on as their Workflows are now. */
export class RunQueries {
  constructor(private readonly options: RunQueriesOptions) {}

  async list(
    scope: ReadonlySet<DomainKey>,
    question: PipelineRunQuestion,
  ): Promise<{ items: PipelineRunRow[]; nextCursor?: string; total?: number }> {
    const { rows, total } = await this.options.lists.list(scope, question);
    const { items, last, more } = takePage(rows, {
      limit: question.limit,
      toItem: record => this.rowOf(record),
    });
    return {
      items,
      ...(more &&
        last && { nextCursor: writePageEnd(pageEndOf(last, question)) }),
      ...(total !== undefined && { total }),
    };
  }

  /** What a list tells of a run. */
  rowOf(record: PipelineRunRecord): PipelineRunRow {
    return withWorkflow(toRow(record), this.#workflowOf(record));
  }

  /** A run of the asker's; throws as for what is not there where it is somebody else's. */
  async find(
    scope: ReadonlySet<DomainKey>,
    address: RunAddress,
  ): Promise<FoundRun> {
    const { domains, store } = this.options;
    const place = domains.placeOf(address.kubernetesCluster, address.namespace);
    if (!place || !scope.has(place.key)) {
      throw notThere();
    }
    const record =
      (await store.get(address)) ?? this.#unwritten(address, place);
    // A namespace may have been another domain's before.
    if (!record || record.scope !== place.key) {
      throw notThere();
    }
    const workflow = this.#workflowOf(record);
    const row = withWorkflow(toRow(record), workflow);
    return { place, record, row, ...(workflow && { workflow }) };
  }

  /** A run that is seen, and was not written down yet. */
  #unwritten(
    address: RunAddress,
    place: DomainPlace,
  ): PipelineRunRecord | undefined {
    const { index, names } = this.options;
    const found = index.workloads
      .get(RUN_KIND)
      ?.list({ where: { run: [toRunKey(address, address.runId)] } }).entries[0];
    const run = found && fromWorkflow(found.row, place, names);
    return run && toRecord(run, null);
  }

  #workflowOf({
    kubernetes_cluster: kubernetesCluster,
    namespace,
    run_id: runId,
    workflow,
  }: PipelineRunRecord): WorkloadRow | undefined {
    const row =
      workflow === null
        ? undefined
        : this.options.index.workloads
            .get(RUN_KIND)
            ?.get(kubernetesCluster, namespace, workflow)?.row;
    return row?.pipelines?.runId === runId ? row : undefined;
  }
}

/** What is not over may have moved on since it was written down. */
function withWorkflow(
  row: PipelineRunRow,
  workflow: WorkloadRow | undefined,
): PipelineRunRow {
  if (!workflow) {
    return row;
  }
  const { kubernetesCluster, namespace, kind, name } = workflow.workload;
  const address = { workload: { kubernetesCluster, namespace, kind, name } };
  if (row.endedAt !== undefined) {
    return { ...row, ...address };
  }
  const { state, stateDetail, reason, startedAt, endedAt } = workflow.workload;
  return {
    ...{ ...row, ...address, state, stateDetail },
    ...(reason && { reason }),
    ...(startedAt && { startedAt }),
    ...(endedAt && { endedAt }),
  };
}
