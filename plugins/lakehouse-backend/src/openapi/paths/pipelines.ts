import { operation, withBody } from './parts';

const PIPELINE_RUN = '/pipelines/runs/{kubernetesCluster}/{namespace}/{runId}';
const PIPELINE_RUN_ADDRESS = [
  ...(['kubernetesClusterPath', 'namespacePath', 'pipelineRunPath'] as const),
] as const;
const PIPELINE_VERSION =
  '/pipelines/versions/{kubernetesCluster}/{namespace}/{name}';
const PIPELINE_ADDRESS = [
  ...(['kubernetesClusterPath', 'namespacePath', 'pipelineNamePath'] as const),
] as const;

/** What is about Kubeflow Pipelines. */
export const pipelines = {
  '/pipelines': {
    get: operation(
      'listPipelines',
      'Pipelines of your domains, with how they ran last.',
      [
        ...(['domain', 'kubernetesCluster', 'owner', 'q'] as const),
        ...(['pipelineSort', 'limit', 'cursor'] as const),
      ],
      'PipelineList',
    ),
  },
  '/pipelines/runs': {
    get: operation(
      'listPipelineRuns',
      'Runs of pipelines of your domains, those whose objects are gone too.',
      [
        ...(['domain', 'kubernetesCluster', 'state', 'q'] as const),
        ...(['pipeline', 'pipelineVersion', 'pipelineSchedule'] as const),
        ...(['pipelineFrom', 'pipelineTo', 'pipelineArchived'] as const),
        ...(['pipelineRunSort', 'limit', 'cursor'] as const),
      ],
      'PipelineRunList',
    ),
  },
  '/pipelines/by-name/{kubernetesCluster}/{namespace}/{name}': {
    get: operation(
      'getPipeline',
      'A pipeline: its versions and schedules, and how its runs of 30 days went.',
      PIPELINE_ADDRESS,
      'PipelineDetail',
    ),
  },
  [PIPELINE_VERSION]: {
    get: operation(
      'getPipelineVersion',
      'A version of a pipeline, with its graph.',
      PIPELINE_ADDRESS,
      'PipelineVersionDetail',
    ),
  },
  [`${PIPELINE_VERSION}/compare`]: {
    get: operation(
      'comparePipelineVersions',
      'What differs in a version from another one.',
      [...PIPELINE_ADDRESS, 'pipelineBefore'],
      'PipelineComparison',
    ),
  },
  '/pipelines/run-comparison': {
    get: operation(
      'comparePipelineRuns',
      'Two runs side by side; both must be yours to see.',
      ['pipelineFirstRun', 'pipelineSecondRun'],
      'PipelineRunComparison',
    ),
  },
  '/pipelines/source': {
    post: withBody(
      operation(
        'readPipelineSource',
        'A file of a repository, read with your own token, which is kept nowhere.',
        ['gitToken'],
        'PipelineSourceFile',
      ),
      'PipelineSourceRequest',
    ),
  },
  [`${PIPELINE_RUN}/values`]: {
    get: operation(
      'getPipelineStepValues',
      'What went into a step of a run, credentials hidden.',
      [...PIPELINE_RUN_ADDRESS, 'pipelineStep', 'pipelineIteration'],
      'PipelineStepValues',
    ),
  },
  [PIPELINE_RUN]: {
    get: operation(
      'getPipelineRun',
      'A run of a pipeline: its graph, and what became of each step.',
      PIPELINE_RUN_ADDRESS,
      'PipelineRunDetail',
    ),
  },
};
