import {
  type KubernetesObject,
  kubeflowPipelineVersionKind,
  type PipelineGraph,
  type PipelineRunComparison,
  type PipelineRunDetail,
  type PipelineStepRun,
  readSteps,
  type WorkloadLink,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { DomainKey } from '../../types';
import type { PipelineNames } from '../runs/PipelineNames';
import {
  type PipelineRunSummaries,
  toWhose,
} from '../runs/PipelineRunSummaries';
import type { RunAddress } from '../runs/pipelineRunTable';
import type { KubeflowServers } from '../servers/KubeflowServers';
import { compareRuns } from './compareRuns';
import { maskValues } from './maskValues';
import type { RunMemory, Told } from './RunMemory';
import type { FoundRun, RunQueries } from './RunQueries';
import { stepsOfTasks } from './stepsOfTasks';
import type { StepMetric, StepValueQueries } from './StepValueQueries';
import type { VersionMemory } from './VersionMemory';
import type { WorkflowMemory } from './WorkflowMemory';

export interface RunDetailQueriesOptions {
  runs: RunQueries;
  names: PipelineNames;
  summaries: PipelineRunSummaries;
  servers: KubeflowServers;
  versions: VersionMemory;
  workflows: WorkflowMemory;
  told: RunMemory;
  values: Pick<StepValueQueries, 'metrics'>;
}

/** A run with its graph, and what became of each step. */
export interface LaidOutRun {
  found: FoundRun;
  graph: PipelineGraph | null;
  steps: PipelineStepRun[];
  /** As KFP tells it. */
  told: Told;
  /** Its Workflow as far as steps are read from it. */
  workflow?: KubernetesObject;
  missing: string[];
}

/** One run: what its version, its Workflow and KFP tell of it. */
export class RunDetailQueries {
  constructor(private readonly options: RunDetailQueriesOptions) {}

  async detail(
    scope: ReadonlySet<DomainKey>,
    address: RunAddress,
  ): Promise<
    Pick<
      PipelineRunDetail,
      'run' | 'graph' | 'steps' | 'parameters' | 'usual' | 'links' | 'missing'
    > & { found: FoundRun }
  > {
    const laidOut = await this.layOut(scope, address);
    const { found, graph, steps, told, missing } = laidOut;
    const usual = await this.#usualOf(found);
    return {
      ...{ found, run: found.row, graph, steps, missing },
      parameters: maskValues(told.run?.parameters ?? {}),
      ...(usual && { usual }),
      links: this.#linksOf(found),
    };
  }

  /** Both must be the asker's. */
  async compare(
    scope: ReadonlySet<DomainKey>,
    [first, second]: readonly [RunAddress, RunAddress],
  ): Promise<PipelineRunComparison> {
    const { runs } = this.options;
    // Whether they are there is known before anything is asked about either.
    await runs.find(scope, first);
    await runs.find(scope, second);
    const [one, other] = [
      await this.layOut(scope, first),
      await this.layOut(scope, second),
    ];
    return compareRuns(
      { ...one, metrics: await this.#metricsOf(one) },
      { ...other, metrics: await this.#metricsOf(other) },
    );
  }

  async #metricsOf({ found, missing }: LaidOutRun): Promise<StepMetric[]> {
    try {
      return await this.options.values.metrics(found);
    } catch {
      missing.push(
        `Its metrics are not known: the API server of ${found.row.kubernetesCluster} does not answer`,
      );
      return [];
    }
  }

  async layOut(
    scope: ReadonlySet<DomainKey>,
    address: RunAddress,
  ): Promise<LaidOutRun> {
    const found = await this.options.runs.find(scope, address);
    const told = await this.options.told.read(found);
    const missing = told.problem ? [told.problem] : [];
    const [graph, workflow] = await Promise.all([
      this.#graphOf(found, told, missing),
      this.#workflowOf(found, missing),
    ]);
    return {
      ...{ found, graph, told, missing },
      ...(workflow && { workflow }),
      steps: stepsOf({ workflow, graph, told, missing }),
    };
  }

  async #graphOf(
    { record, row }: FoundRun,
    told: Told,
    missing: string[],
  ): Promise<PipelineGraph | null> {
    const { names, versions } = this.options;
    const { kubernetesCluster, namespace } = row;
    const entry = record.version
      ? names
          .view(kubeflowPipelineVersionKind)
          ?.get(kubernetesCluster, namespace, record.version)
      : undefined;
    // Another version may have its name since.
    const isIt =
      entry &&
      (record.version_id === null ||
        record.version_id === entry.row.workload.uid);
    if (entry && isIt) {
      const { name, uid } = entry.row.workload;
      try {
        const read = await versions.read({
          ...{ kubernetesCluster, namespace, name, uid },
        });
        if (read.problem)
          missing.push(`Its graph can't be drawn: ${read.problem}`);
        return read.compiled?.graph ?? null;
      } catch {
        missing.push(
          `Its graph is not known: the API server of ${kubernetesCluster} does not answer`,
        );
        return null;
      }
    }
    const own = told.run?.version;
    if (own) {
      if (own.problem) missing.push(`Its graph can't be drawn: ${own.problem}`);
      return own.compiled?.graph ?? null;
    }
    missing.push(
      record.version_id === null && record.version === null
        ? 'Its graph is not known: nobody told yet which version it is of'
        : 'Its graph is not known: the version that it ran is there no more',
    );
    return null;
  }

  async #workflowOf(
    { workflow }: FoundRun,
    missing: string[],
  ): Promise<KubernetesObject | undefined> {
    if (!workflow) {
      return undefined;
    }
    try {
      const read = await this.options.workflows.read(workflow);
      if (!read) missing.push('Argo does not keep its steps in its Workflow');
      return read;
    } catch {
      missing.push(
        `Its steps are not known: the API server of ${workflow.workload.kubernetesCluster} does not answer`,
      );
      return undefined;
    }
  }

  async #usualOf({ place, row }: FoundRun) {
    if (!row.pipeline) {
      return undefined;
    }
    const whose = { scope: place.key, pipeline: row.pipeline };
    const usual = await this.options.summaries.usualOf([whose]);
    return usual.get(toWhose(whose));
  }

  #linksOf({ row }: FoundRun): WorkloadLink[] {
    const known = this.options.servers.get(row.kubernetesCluster);
    return known
      ? [
          {
            title: 'Kubeflow Pipelines',
            url: `${
              known.server.config.url
            }/#/runs/details/${encodeURIComponent(row.runId)}`,
          },
        ]
      : [];
  }
}

function stepsOf(options: {
  workflow: KubernetesObject | undefined;
  graph: PipelineGraph | null;
  told: Told;
  missing: string[];
}): PipelineStepRun[] {
  const { workflow, graph, told, missing } = options;
  if (workflow) {
    return readSteps(workflow, graph ?? undefined);
  }
  const tasks = told.run?.tasks ?? [];
  if (tasks.length === 0) {
    missing.push(
      'Its Workflow is gone, and nobody knows what became of its steps',
    );
    return [];
  }
  const { steps, left } = stepsOfTasks(tasks, graph);
  missing.push(
    'Its Workflow is gone: logs, rounds and why a step failed are not known any more',
  );
  if (left > 0) {
    missing.push(
      `What became of ${left} steps is not known: others have the same name`,
    );
  }
  return steps;
}
