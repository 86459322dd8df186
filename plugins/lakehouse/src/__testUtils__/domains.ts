import type {
  DomainCapacity,
  DomainSettings,
  Facets,
  Freshness,
  LakehouseDomain,
  LakehouseDomainDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';

const GIB = 1024 ** 3;

export const liveFreshness: Freshness[] = [
  {
    kubernetesCluster: 'west',
    resource: 'sparkapplications',
    state: 'live',
    since: '2026-01-02T08:00:00Z',
    lastHeardAt: '2026-01-02T10:21:00Z',
  },
];

export const awayFreshness: Freshness[] = [
  ...liveFreshness,
  {
    kubernetesCluster: 'east',
    resource: 'sparkapplications',
    state: 'unreachable',
    since: '2026-01-02T10:42:00Z',
    message: 'connection refused',
  },
];

export const capacityFixture: DomainCapacity = {
  kubernetesCluster: 'west',
  namespace: 'dom-sales',
  quotas: [
    {
      resource: 'requests.cpu',
      quota: 'quota',
      hard: 64,
      used: 42,
      waiting: 12,
      unit: 'cores',
    },
    {
      resource: 'requests.memory',
      quota: 'quota',
      hard: 256 * GIB,
      used: 180 * GIB,
      waiting: 0,
      unit: 'bytes',
    },
    {
      resource: 'pods',
      quota: 'quota',
      hard: 100,
      used: 31,
      waiting: 0,
      unit: 'count',
    },
  ],
  limits: { max: { cpu: 8, memory: 32 * GIB } },
};

export const settingsFixture: DomainSettings = {
  images: [
    {
      image: 'registry.test/spark:4.0.1-python',
      title: 'Spark 4.0.1 with Python',
      sparkVersion: '4.0.1',
      type: 'Python',
    },
    { image: 'registry.test/spark:3.5.6-scala', title: 'Spark 3.5.6' },
  ],
  serviceAccounts: ['spark'],
  volumes: [{ name: 'scratch', title: 'Fast scratch', volume: {} }],
  catalogs: [{ name: 'iceberg', title: 'Iceberg of sales', sparkConf: {} }],
  storage: [{ name: 'lake', sparkConf: {} }],
  secrets: [{ name: 'warehouse', keys: ['user', 'password'] }],
};

export const domainFixture: LakehouseDomain = {
  name: 'sales',
  title: 'Sales',
  owner: 'group:default/sales-data',
  role: 'editor',
  kubernetesClusters: ['west'],
  running: 7,
  pending: 1,
  failedToday: 2,
  capacity: [capacityFixture],
  problems: [],
};

export const domainsFixture: LakehouseDomain[] = [
  domainFixture,
  {
    ...domainFixture,
    name: 'risk',
    title: 'Risk',
    owner: 'group:default/risk-data',
    role: 'viewer',
    failedToday: 0,
    running: 1,
    pending: 0,
  },
];

export const domainDetailFixture: LakehouseDomainDetail = {
  ...domainFixture,
  members: [
    { entityRef: 'group:default/sales-data', role: 'owner' },
    { entityRef: 'user:default/mia', role: 'editor' },
  ],
  settings: { west: settingsFixture },
  networkPolicies: [
    {
      kubernetesCluster: 'west',
      name: 'default-deny',
      sentence: 'Nothing from outside the domain may connect to its pods.',
    },
  ],
  syncs: [
    {
      kubernetesCluster: 'west',
      engine: 'flux',
      name: 'sales-workloads',
      state: 'synced',
      revision: 'main@sha1:abcdef',
      since: '2026-01-02T10:00:00Z',
    },
  ],
  freshness: liveFreshness,
  version: 'v1',
};

export const facetsFixture: Facets = {
  state: { running: 1, pending: 1, failed: 1, succeeded: 1, suspended: 1 },
  kind: { 'spark-application': 5 },
  domain: { sales: 4, risk: 1 },
  kubernetesCluster: { west: 5 },
  owner: { 'group:default/sales-data': 4, 'group:default/risk-data': 1 },
  freshness: liveFreshness,
};
