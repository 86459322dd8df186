import { answers, operation } from './parts';

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

/** What is about workloads: their kinds, their pods and their runs. */
export const workloads = {
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
};
