import { parameters } from './parameters';
import { ref } from './schemas/parts';

type ParameterName = keyof typeof parameters;

const json = (schema: string) => ({
  'application/json': { schema: ref(schema) },
});

const problem = (description: string) => ({
  description,
  content: json('Error'),
});

const answers = (schema: string) => ({
  '200': { description: 'The answer.', content: json(schema) },
  '400': problem('The request is not as described here.'),
  '401': problem('No user is signed in.'),
  '403': problem('You may see the domain, but not do this.'),
  '404': problem('It is not there, or not yours to see.'),
});

const operation = (
  operationId: string,
  summary: string,
  names: readonly ParameterName[],
  schema: string,
) => ({
  operationId,
  summary,
  parameters: names.map(name => ({
    $ref: `#/components/parameters/${name}`,
  })),
  responses: answers(schema),
});

const withBody = (base: ReturnType<typeof operation>, schema: string) => ({
  ...base,
  requestBody: { required: true, content: json(schema) },
});

const ADDRESS = [
  'kubernetesClusterPath',
  'namespacePath',
  'kindPath',
  'namePath',
] as const;
const FILTERS = [
  'domain',
  'kubernetesCluster',
  'kind',
  'role',
  'state',
  'owner',
  'q',
  'attention',
] as const;
const WORKLOAD = '/workloads/{kubernetesCluster}/{namespace}/{kind}/{name}';
const PIPELINE_RUN = '/pipelines/runs/{kubernetesCluster}/{namespace}/{runId}';
const PIPELINE_RUN_ADDRESS = [
  ...(['kubernetesClusterPath', 'namespacePath', 'pipelineRunPath'] as const),
] as const;
const PIPELINE_VERSION =
  '/pipelines/versions/{kubernetesCluster}/{namespace}/{name}';
const PIPELINE_ADDRESS = [
  ...(['kubernetesClusterPath', 'namespacePath', 'pipelineNamePath'] as const),
] as const;
const LAKEFS = '/lakefs/repositories/{server}/{repository}';
const LAKEFS_ADDRESS = ['lakeFSServerPath', 'lakeFSRepositoryPath'] as const;

export const paths = {
  '/domains': {
    get: operation(
      'listDomains',
      'Domains that you may see, with what they have and use; all that fit, without a limit.',
      ['limit', 'cursor', 'since'],
      'DomainList',
    ),
  },
  '/domains/{domain}': {
    get: operation(
      'getDomain',
      'A domain: members, settings, rules, syncs.',
      ['domainPath', 'since'],
      'DomainDetail',
    ),
  },
  '/domains/{domain}/usage': {
    get: operation(
      'listDomainUsage',
      'How the quotas of a domain were used over time, in at most about 170 points each.',
      ['domainPath', 'from', 'to'],
      'QuotaHistoryList',
    ),
  },
  '/kinds': {
    get: operation(
      'listKinds',
      'What kinds of workloads there are.',
      [],
      'KindList',
    ),
  },
  '/workloads': {
    get: operation(
      'listWorkloads',
      'Workloads of your domains.',
      [...FILTERS, 'sort', 'limit', 'cursor', 'since'],
      'WorkloadList',
    ),
  },
  [WORKLOAD]: {
    get: operation(
      'getWorkload',
      'A workload, its open changes and how long it usually takes.',
      [...ADDRESS, 'since'],
      'WorkloadDetail',
    ),
  },
  [`${WORKLOAD}/events`]: {
    get: operation(
      'listWorkloadEvents',
      'Warnings about a workload and its pods, newest first.',
      ADDRESS,
      'EventList',
    ),
  },
  [`${WORKLOAD}/pods`]: {
    get: operation(
      'listWorkloadPods',
      'Pods of a workload.',
      ADDRESS,
      'PodList',
    ),
  },
  [`${WORKLOAD}/pods/{pod}/logs`]: {
    get: {
      ...operation(
        'readPodLog',
        'Log of a pod as plain text, line by line as it comes.',
        [
          ...ADDRESS,
          'podPath',
          'container',
          'follow',
          'previous',
          'timestamps',
          'tailLines',
          'sinceTime',
        ],
        'Error',
      ),
      responses: {
        ...answers('Error'),
        '200': {
          description: 'The log.',
          content: { 'text/plain': { schema: { type: 'string' } } },
        },
      },
    },
  },
  [`${WORKLOAD}/runs`]: {
    get: operation(
      'listWorkloadRuns',
      'Last runs of a workload, newest first.',
      [...ADDRESS, 'limit'],
      'RunList',
    ),
  },
  [`${WORKLOAD}/manifest`]: {
    get: operation(
      'getWorkloadManifest',
      'The manifest, live and in Git, with credentials hidden.',
      ADDRESS,
      'WorkloadManifest',
    ),
  },
  '/runs': {
    get: operation(
      'listRuns',
      'What ran in each domain within a time span, oldest first.',
      ['domain', 'kubernetesCluster', 'from', 'to', 'limit'],
      'DomainRunsList',
    ),
  },
  '/facets': {
    get: operation(
      'countFacets',
      'How many workloads each filter would leave.',
      FILTERS,
      'Facets',
    ),
  },
  '/fit': {
    post: withBody(
      operation(
        'computeFit',
        'Whether a footprint fits a domain now, and what stands in the way.',
        [],
        'Fit',
      ),
      'FitRequest',
    ),
  },
  '/changes': {
    get: operation(
      'listChanges',
      'Change requests of your domains, newest first.',
      [
        'domain',
        'kubernetesCluster',
        'phase',
        'requestedBy',
        'objectKind',
        'objectName',
        'limit',
        'cursor',
        'since',
      ],
      'ChangeList',
    ),
    post: withBody(
      operation(
        'proposeChange',
        'Opens a pull request.',
        ['idempotencyKey', 'gitToken'],
        'Change',
      ),
      'Proposal',
    ),
  },
  '/changes/check': {
    post: withBody(
      operation(
        'checkChange',
        'What a proposal would do and what stands in its way; writes nothing.',
        [],
        'ChangeCheck',
      ),
      'Proposal',
    ),
  },
  '/changes/{id}': {
    get: operation(
      'getChange',
      'A change request; its files only where you may read specs.',
      ['changeIdPath'],
      'Change',
    ),
  },
  '/lakefs/repositories': {
    get: operation(
      'listLakeFSRepositories',
      'Repositories of lakeFS that settings of your domains name.',
      ['domain', 'kubernetesCluster', 'q', 'limit', 'cursor'],
      'LakeFSRepositoryList',
    ),
  },
  [LAKEFS]: {
    get: operation(
      'getLakeFSRepository',
      'A repository: its rules, and branches that can be restored.',
      LAKEFS_ADDRESS,
      'LakeFSRepositoryDetail',
    ),
  },
  [`${LAKEFS}/branches`]: {
    get: operation(
      'listLakeFSBranches',
      'Branches of a repository, with the objects that declare them.',
      [...LAKEFS_ADDRESS, 'q', 'lakeFSView', 'lakeFSSort', 'limit', 'cursor'],
      'LakeFSBranchList',
    ),
  },
  [`${LAKEFS}/refs`]: {
    get: operation(
      'listLakeFSRefs',
      'Branches and tags whose names hold a text.',
      [...LAKEFS_ADDRESS, 'q', 'limit'],
      'LakeFSRefList',
    ),
  },
  [`${LAKEFS}/commits`]: {
    get: operation(
      'listLakeFSCommits',
      'Commits that a reference stands on, newest first.',
      [...LAKEFS_ADDRESS, 'lakeFSRef', 'limit', 'cursor'],
      'LakeFSCommitList',
    ),
  },
  [`${LAKEFS}/branches/{branch}`]: {
    get: operation(
      'getLakeFSBranch',
      'A branch, and where it stands against its source.',
      [...LAKEFS_ADDRESS, 'lakeFSBranchPath'],
      'LakeFSBranchDetail',
    ),
  },
  [`${LAKEFS}/compare`]: {
    get: operation(
      'compareLakeFS',
      'What a merge would bring, one folder at a time.',
      [
        ...LAKEFS_ADDRESS,
        ...(['lakeFSFrom', 'lakeFSTo', 'lakeFSPrefix'] as const),
        ...(['limit', 'cursor'] as const),
      ],
      'LakeFSComparison',
    ),
  },
  [`${LAKEFS}/uncommitted`]: {
    get: operation(
      'listLakeFSUncommitted',
      'What was written or removed on a branch since its last commit.',
      [
        ...LAKEFS_ADDRESS,
        ...(['lakeFSBranch', 'lakeFSPrefix', 'limit', 'cursor'] as const),
      ],
      'LakeFSComparison',
    ),
  },
  [`${LAKEFS}/tables`]: {
    get: operation(
      'listLakeFSTables',
      'What a merge would bring to tables: files, rows, columns.',
      [...LAKEFS_ADDRESS, 'lakeFSFrom', 'lakeFSTo'],
      'LakeFSTables',
    ),
  },
  [`${LAKEFS}/hooks`]: {
    get: operation(
      'listLakeFSHookRuns',
      'What lakeFS ran on events of branches, newest first.',
      [...LAKEFS_ADDRESS, 'lakeFSBranchFilter', 'limit', 'cursor'],
      'LakeFSHookRunList',
    ),
  },
  [`${LAKEFS}/hooks/{run}`]: {
    get: operation(
      'getLakeFSHookRun',
      'A run of hooks with what they printed, credentials hidden.',
      [...LAKEFS_ADDRESS, 'lakeFSRunPath'],
      'LakeFSHookRun',
    ),
  },
  [`${LAKEFS}/promotion`]: {
    get: operation(
      'previewLakeFSPromotion',
      'What merging a branch into another would do, and what stands in the way; writes nothing.',
      [...LAKEFS_ADDRESS, 'lakeFSBranch', 'lakeFSInto'],
      'LakeFSPromotionPreview',
    ),
  },
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
  '/health': {
    get: operation(
      'getHealth',
      'How well the portal knows each system, and what to do where it does not; for platform engineers.',
      [],
      'Health',
    ),
  },
  '/freshness': {
    get: operation(
      'listFreshness',
      'How much the answers can be believed, per Kubernetes cluster.',
      [],
      'FreshnessList',
    ),
  },
};
