import type {
  LakehouseHealth,
  ResourceHealth,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { blockedChange } from './changes';

/** A resource that is followed as it should be. */
export function resourceFixture(
  extra: Partial<ResourceHealth> = {},
): ResourceHealth {
  return {
    kubernetesCluster: 'west',
    resource: 'namespaces',
    state: 'live',
    since: '2026-01-02T08:00:00Z',
    lastHeardAt: '2026-01-02T10:21:00Z',
    everSynced: true,
    count: 4,
    lagSeconds: 12,
    relists: 0,
    failures: 0,
    reach: 'cluster',
    ...extra,
  };
}

export const healthFixture: LakehouseHealth = {
  resources: [
    resourceFixture(),
    resourceFixture({ resource: 'pods', count: 1234, lagSeconds: 0 }),
    resourceFixture({
      resource: 'workload:spark-application',
      count: 42,
      relists: 2,
      failures: 3,
      lastError: {
        at: '2026-01-02T09:00:00Z',
        message: '410: The provided resource version is too old',
      },
    }),
  ],
  repositories: [
    {
      name: 'gitops',
      url: 'http://git.test/lakehouse/gitops',
      host: 'Gitea',
      state: 'answers',
      lastAskedAt: '2026-01-02T10:20:00Z',
      rateLimit: {
        limit: 5000,
        remaining: 4990,
        resetsAt: '2026-01-02T11:00:00Z',
      },
    },
  ],
  platformRoots: [
    {
      kubernetesCluster: 'west',
      engine: 'flux',
      name: 'lakefront-platform',
      path: 'platform/west',
      state: 'synced',
      since: '2026-01-02T08:00:00Z',
    },
  ],
  lakefs: [],
  kubeflow: [],
  stuck: [blockedChange],
  version: 'v1',
};

const away = {
  kubernetesCluster: 'east',
  state: 'unreachable',
  since: '2026-01-02T10:42:00Z',
  message: 'connect ECONNREFUSED 10.0.0.2:6443',
  lagSeconds: 720,
  advice:
    'Nothing listens at its address: look whether the API server runs, and at the url of east in kubernetes.clusterLocatorMethods.',
} as const;

/** The API server of west refused a file of the platform. */
export const blockedPlatform: LakehouseHealth = {
  ...healthFixture,
  platformRoots: [
    {
      ...healthFixture.platformRoots[0],
      state: 'blocked',
      since: '2026-01-02T10:00:00Z',
      message: 'platform/west/sales/quota.yaml: unknown field "spec.hardd"',
      culprit: { path: 'platform/west/sales/quota.yaml' },
      advice:
        'Until this is put right no change of the platform arrives on west.',
    },
  ],
};

/** East is away, and on west a right and an operator are missing. */
export const awayHealth: LakehouseHealth = {
  ...healthFixture,
  resources: [
    ...healthFixture.resources,
    resourceFixture({ ...away, resource: 'pods' }),
    resourceFixture({
      ...away,
      resource: 'resourcequotas',
      since: '2026-01-02T10:42:07Z',
    }),
    resourceFixture({
      resource: 'events',
      state: 'forbidden',
      everSynced: false,
      count: 0,
      message: '403: events is forbidden',
      missingRight: 'list,watch events --all-namespaces',
      advice: "Add to the ClusterRole of the portal's account on west",
    }),
    resourceFixture({
      resource: 'syncs',
      state: 'absent',
      everSynced: false,
      count: 0,
      advice: 'Install Flux',
    }),
  ],
  repositories: [
    {
      name: 'gitops',
      url: 'http://git.test/lakehouse/gitops',
      host: 'Gitea',
      state: 'refuses',
      lastAskedAt: '2026-01-02T10:20:00Z',
      lastError: {
        at: '2026-01-02T10:20:00Z',
        message: 'Gitea at git.test refused to read the branch (401)',
      },
    },
  ],
};

/** One lakeFS server answers, and one takes the portal's key no more. */
export const lakefsHealth: LakehouseHealth = {
  ...healthFixture,
  lakefs: [
    {
      server: 'main-lake',
      freshness: {
        server: 'main-lake',
        state: 'live',
        readAt: '2026-01-02T10:20:00Z',
      },
      version: '1.84.0',
      repositories: 12,
      requestsLastHour: 1234,
      advice: [
        'Open-source lakeFS does not keep domains apart: give each domain a server of its own.',
      ],
    },
    {
      server: 'old-lake',
      freshness: {
        server: 'old-lake',
        state: 'refused',
        message: 'lakeFS old-lake takes the key no more',
      },
      requestsLastHour: 3,
      advice: ['lakeFS old-lake takes the key no more (401)'],
    },
  ],
};

/** One KFP API is being read, and one does not answer. */
export const kubeflowHealth: LakehouseHealth = {
  ...healthFixture,
  kubeflow: [
    {
      kubernetesCluster: 'west',
      freshness: {
        kubernetesCluster: 'west',
        state: 'live',
        readAt: '2026-01-02T10:20:00Z',
      },
      backfill: {
        kubernetesCluster: 'west',
        state: 'reading',
        read: 12_000,
        total: 200_000,
      },
      multiUser: false,
      pipelineStore: 'kubernetes',
      requestsLastHour: 1234,
      advice: [
        'It is in single-user mode: everybody who reaches it may do everything.',
      ],
    },
    {
      kubernetesCluster: 'east',
      freshness: {
        kubernetesCluster: 'east',
        state: 'unreachable',
        message: 'connect ECONNREFUSED',
      },
      backfill: {
        kubernetesCluster: 'east',
        state: 'failed',
        read: 5,
        message: 'It is tried again in 5 min.',
      },
      requestsLastHour: 3,
      advice: ['connect ECONNREFUSED: look whether ml-pipeline runs.'],
    },
  ],
};
