import { count, listOf, object, ref, text, type Schemas } from './parts';

const flag = { type: 'boolean' } as const;
const thing = { type: 'object' } as const;

const pipelineList = (item: string) =>
  object(
    {
      items: listOf(ref(item)),
      ...{ nextCursor: text, version: text, total: count },
      freshness: listOf(ref('Freshness')),
      kubeflow: listOf(ref('KubeflowFreshness')),
      backfill: listOf(ref('PipelineBackfill')),
    },
    ['items', 'freshness', 'kubeflow', 'backfill'],
  );

const place = { kubernetesCluster: text, domain: text, namespace: text };
const PLACE = Object.keys(place);

/** What is in Kubeflow Pipelines. */
export const pipelines: Schemas = {
  KubeflowFreshness: object(
    {
      ...{ kubernetesCluster: text, readAt: text, message: text },
      state: {
        type: 'string',
        enum: ['live', 'unreachable', 'refused', 'limited', 'missing'],
      },
    },
    ['kubernetesCluster', 'state'],
  ),
  PipelineBackfill: object(
    {
      ...{ kubernetesCluster: text, read: count, total: count, message: text },
      state: {
        type: 'string',
        enum: ['waiting', 'reading', 'done', 'failed'],
      },
    },
    ['kubernetesCluster', 'state', 'read'],
  ),
  Pipeline: object(
    {
      ...{ ...place, name: text, title: text, description: text },
      ...{ owner: text, requestedBy: text, changeId: text, createdAt: text },
      ...{ versions: count, latestVersion: thing, schedules: thing },
      ...{ lastRuns: listOf(thing), usual: thing },
    },
    [...PLACE, 'name', 'title', 'createdAt', 'versions', 'lastRuns'],
  ),
  PipelineList: pipelineList('Pipeline'),
  PipelineRun: object(
    {
      ...{ ...place, runId: text, name: text, pipeline: text, version: text },
      ...{ schedule: text, workload: thing, state: text, stateDetail: text },
      ...{ reason: thing, requestedBy: text, createdAt: text },
      ...{ scheduledAt: text, startedAt: text, endedAt: text, archived: flag },
    },
    [...PLACE, 'runId', 'name', 'state', 'stateDetail', 'createdAt'],
  ),
  PipelineRunList: pipelineList('PipelineRun'),
  PipelineRunDetail: object(
    {
      ...{ run: ref('PipelineRun'), graph: { ...thing, nullable: true } },
      ...{ steps: listOf(thing), parameters: listOf(thing), usual: thing },
      ...{ mayChange: flag, links: listOf(thing), missing: listOf(text) },
      freshness: listOf(ref('Freshness')),
      ...{ kubeflow: listOf(ref('KubeflowFreshness')), version: text },
    },
    ['run', 'graph', 'steps', 'parameters', 'missing', 'version'],
  ),
};
