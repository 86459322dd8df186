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
  KubeflowHealth: object(
    {
      ...{ kubernetesCluster: text, freshness: ref('KubeflowFreshness') },
      ...{ backfill: ref('PipelineBackfill'), multiUser: flag },
      ...{ pipelineStore: text, requestsLastHour: count },
      advice: listOf(text),
    },
    ['kubernetesCluster', 'freshness', 'backfill', 'advice'],
  ),
  PipelineDetail: object(
    {
      ...{ pipeline: ref('Pipeline'), versions: listOf(thing) },
      ...{ schedules: listOf(thing), success: thing, mayChange: flag },
      ...{ domainOwner: text, links: listOf(thing) },
      freshness: listOf(ref('Freshness')),
      kubeflow: listOf(ref('KubeflowFreshness')),
    },
    ['pipeline', 'versions', 'schedules', 'success', 'mayChange'],
  ),
  PipelineVersionDetail: object(
    {
      ...{ version: thing, compiled: { ...thing, nullable: true } },
      ...{ problem: text, before: text, usedBy: thing, mayChange: flag },
      ...{ links: listOf(thing), freshness: listOf(ref('Freshness')) },
    },
    ['version', 'compiled', 'usedBy', 'mayChange'],
  ),
  PipelineComparison: object(
    { nodes: listOf(thing), edges: listOf(thing), inputs: listOf(thing) },
    ['nodes', 'edges', 'inputs'],
  ),
  PipelineStepValues: object(
    {
      ...{ id: text, iteration: listOf(count), problem: text },
      ...{ inputs: listOf(thing), outputs: listOf(thing) },
      ...{ inputArtifacts: listOf(thing), outputArtifacts: listOf(thing) },
      metrics: listOf(thing),
    },
    ['id', 'inputs', 'outputs', 'inputArtifacts', 'outputArtifacts'],
  ),
  PipelineRunComparison: object(
    {
      ...{ runs: listOf(ref('PipelineRun')), parameters: listOf(thing) },
      ...{ steps: listOf(thing), metrics: listOf(thing) },
      missing: listOf(text),
    },
    ['runs', 'parameters', 'steps', 'metrics', 'missing'],
  ),
  PipelineSourceRequest: {
    type: 'object',
    additionalProperties: false,
    required: ['url'],
    properties: { url: { type: 'string', minLength: 1, maxLength: 2000 } },
  },
  PipelineSourceFile: object({ url: text, commit: text, text }, [
    'url',
    'text',
  ]),
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
