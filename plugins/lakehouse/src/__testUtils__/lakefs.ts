import type {
  BranchStanding,
  LakeFSBranchDetail,
  LakeFSBranchList,
  LakeFSBranchRow,
  LakeFSCommit,
  LakeFSComparison,
  LakeFSFreshness,
  LakeFSHookRunDetail,
  LakeFSPromotionPreview,
  LakeFSRepository,
  LakeFSRepositoryDetail,
  LakeFSTables,
  Workload,
  WorkloadDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { liveFreshness } from './domains';

export const lakeAddress = { server: 'main-lake', repository: 'sales-lake' };

export const liveLake: LakeFSFreshness[] = [
  { server: 'main-lake', state: 'live', readAt: '2026-01-02T10:20:00Z' },
];

export const awayLake: LakeFSFreshness[] = [
  {
    server: 'main-lake',
    state: 'unreachable',
    readAt: '2026-01-02T10:20:00Z',
    message: 'connect ECONNREFUSED; look whether it runs',
  },
];

/** It never told anything to the portal; objects told of branches. */
export const unreadLake: LakeFSFreshness[] = [
  {
    server: 'main-lake',
    state: 'unreachable',
    since: '2026-01-02T10:15:00Z',
    fromObjects: true,
    message: "lakeFS main-lake can't be reached; it is asked again",
  },
];

export const repositoryFixture: LakeFSRepository = {
  ...lakeAddress,
  defaultBranch: 'main',
  createdAt: '2025-03-01T08:00:00Z',
  readOnly: false,
  domains: [
    {
      domain: 'sales',
      kubernetesCluster: 'west',
      keysPerDomain: true,
      mayChange: true,
    },
  ],
  branches: 42,
  url: 'http://lake.test/repositories/sales-lake/objects',
};

export const repositoryDetailFixture: LakeFSRepositoryDetail = {
  repository: repositoryFixture,
  rules: {
    protection: ['main', 'release-*'],
    garbageCollection: {
      defaultRetentionDays: 21,
      branches: [{ branch: 'main', retentionDays: 28 }],
    },
  },
  kept: [
    {
      branch: 'old-prices',
      at: '2026-01-01T10:00:00Z',
      owner: 'west/dom-sales/old-prices',
      exists: false,
      tag: 'lakefront-kept-old-prices-20260101',
      commitId: 'd0d0d0d0d0d0d0d0',
      restorableUntil: '2099-01-22T10:00:00Z',
    },
    {
      branch: 'half-done',
      at: '2026-01-01T09:00:00Z',
      exists: true,
      reason: 'Uncommitted',
      message: 'It holds 12 objects that were never committed.',
    },
    {
      branch: 'long-gone',
      at: '2025-06-01T09:00:00Z',
      exists: false,
      tag: 'lakefront-kept-long-gone-20250601',
      commitId: 'd1d1d1d1d1d1d1d1',
      restorableUntil: '2025-06-22T09:00:00Z',
    },
  ],
  freshness: liveLake,
};

export const standingFixture: BranchStanding = {
  ...lakeAddress,
  branch: 'new-prices',
  source: 'main',
  deletionPolicy: 'Retain',
  expiresAt: '2099-02-01T00:00:00Z',
  commitId: 'c3c3c3c3c3c3c3c3',
  ahead: 3,
  behind: 1,
  uncommitted: 12,
};

export const declaredBy: NonNullable<LakeFSBranchRow['declaredBy']> = {
  kubernetesCluster: 'west',
  namespace: 'dom-sales',
  kind: 'lakefs-branch',
  name: 'new-prices',
  domain: 'sales',
  owner: 'group:default/sales-data',
  requestedBy: 'user:default/mia',
  changeId: 'c-42',
  state: 'running',
  standing: standingFixture,
};

/** A branch that an object declares, with what a test does not care about filled in. */
export function branchFixture(
  extra: Partial<LakeFSBranchRow> = {},
): LakeFSBranchRow {
  return {
    ...lakeAddress,
    branch: 'new-prices',
    commitId: 'c3c3c3c3c3c3c3c3',
    isDefault: false,
    committedAt: '2026-01-02T09:00:00Z',
    committer: 'spark',
    message: 'Prices of January',
    declaredBy,
    ...extra,
  };
}

export const branchesFixture: LakeFSBranchList = {
  items: [
    branchFixture({
      branch: 'main',
      isDefault: true,
      declaredBy: undefined,
      message: 'Daily load',
    }),
    branchFixture(),
    branchFixture({
      branch: 'theirs',
      declaredBy: undefined,
      claimedByAnother: true,
      message: undefined,
      committedAt: undefined,
    }),
    branchFixture({
      branch:
        'an-experiment-with-a-name-that-goes-on-for-quite-a-while-and-then-some',
      declaredBy: undefined,
    }),
  ],
  total: 4,
  counts: { all: 4, mine: 1, expiring: 0, stale: 2, declared: 1 },
  freshness: liveLake,
};

export const branchDetailFixture: LakeFSBranchDetail = {
  row: branchFixture(),
  repository: repositoryFixture,
  against: {
    ref: 'main',
    commitId: 'a1a1a1a1a1a1a1a1',
    ahead: 3,
    behind: 1,
    uncommitted: 12,
  },
  protected: false,
  url: 'http://lake.test/repositories/sales-lake/objects?ref=new-prices',
  freshness: liveLake,
};

/** A commit that a job made. */
export function commitFixture(extra: Partial<LakeFSCommit> = {}): LakeFSCommit {
  const id = extra.id ?? 'c3c3c3c3c3c3c3c3';
  return {
    id,
    parents: ['b2b2b2b2b2b2b2b2'],
    committer: 'spark',
    message: 'Prices of January',
    createdAt: '2026-01-02T09:00:00Z',
    metadata: { 'lakefront.dev/workload': 'west/dom-sales/daily-orders' },
    job: {
      kubernetesCluster: 'west',
      namespace: 'dom-sales',
      kind: 'spark-application',
      name: 'daily-orders',
    },
    url: `http://lake.test/repositories/sales-lake/commits/${id}`,
    ...extra,
  };
}

export const commitsFixture: LakeFSCommit[] = [
  commitFixture(),
  commitFixture({
    id: 'b2b2b2b2b2b2b2b2',
    message: 'By hand',
    committer: 'mia',
    metadata: {},
    job: undefined,
  }),
];

/** One folder's worth of what differs. */
export function comparisonFixture(prefix = ''): LakeFSComparison {
  const none = { added: 0, removed: 0, changed: 0, conflicts: 0 };
  return {
    from: { ref: 'main', commitId: 'a1a1a1a1a1a1a1a1' },
    to: { ref: 'new-prices', commitId: 'c3c3c3c3c3c3c3c3' },
    prefix,
    items:
      prefix === ''
        ? [
            {
              path: 'warehouse/',
              isFolder: true,
              ...none,
              added: 4,
              removed: 1,
              conflicts: 1,
              bytes: 5 * 1024 ** 2,
            },
            {
              path: 'README.md',
              isFolder: false,
              type: 'changed',
              ...none,
              changed: 1,
              bytes: 2048,
            },
          ]
        : [
            {
              path: `${prefix}prices/`,
              isFolder: true,
              table: 'iceberg',
              ...none,
              added: 4,
              more: true,
              bytes: 5 * 1024 ** 2,
            },
          ],
  };
}

export const tablesFixture: LakeFSTables = {
  items: [
    {
      path: 'warehouse/prices/',
      format: 'iceberg',
      change: 'changed',
      files: { added: 4, removed: 1, changed: 0 },
      bytes: 5 * 1024 ** 2,
      rows: { before: 1000, after: 1250 },
      columns: [
        { name: 'discount', after: 'double' },
        { name: 'price', before: 'int', after: 'long' },
        { name: 'old', before: 'string' },
      ],
    },
    {
      path: 'warehouse/raw/',
      format: 'parquet',
      change: 'added',
      files: { added: 2, removed: 0, changed: 0, more: true },
      bytes: 1024,
      problem: 'Plain Parquet keeps no count of its rows beside its files.',
    },
  ],
};

export const hookRunFixture: LakeFSHookRunDetail = {
  id: 'run-1',
  branch: 'new-prices',
  commitId: 'c3c3c3c3c3c3c3c3',
  eventType: 'pre-merge',
  status: 'failed',
  startedAt: '2026-01-02T09:30:00Z',
  endedAt: '2026-01-02T09:30:02Z',
  url: 'http://lake.test/repositories/sales-lake/actions/run-1',
  hooks: [
    {
      action: 'quality',
      hookId: 'no-nulls',
      status: 'failed',
      startedAt: '2026-01-02T09:30:00Z',
      endedAt: '2026-01-02T09:30:02Z',
      output: '3 rows of prices have no currency',
    },
    { action: 'quality', hookId: 'sizes', status: 'skipped' },
  ],
};

export const previewFixture: LakeFSPromotionPreview = {
  branch: 'new-prices',
  into: 'main',
  commitId: 'c3c3c3c3c3c3c3c3',
  intoCommitId: 'a1a1a1a1a1a1a1a1',
  commits: commitsFixture,
  conflicts: [],
  hooks: [{ action: 'quality', hookId: 'no-nulls', type: 'webhook' }],
  obstacles: [],
};

/** What declares a branch, with what a test does not care about filled in. */
export function branchWorkload(extra: Partial<Workload> = {}): Workload {
  return {
    kubernetesCluster: 'west',
    namespace: 'dom-sales',
    kind: 'lakefs-branch',
    name: 'new-prices',
    uid: 'uid-new-prices',
    domain: 'sales',
    role: 'branch',
    state: 'succeeded',
    stateDetail: 'Ready',
    description: 'sales-lake · from main',
    owner: 'group:default/sales-data',
    requestedBy: 'user:default/mia',
    changeId: 'c-42',
    createdAt: '2026-01-02T08:00:00Z',
    footprint: { cpu: 0, memory: 0, gpu: 0, pods: 0, parts: [] },
    standing: standingFixture,
    links: [],
    ...extra,
  };
}

export const branchWorkloadDetail: WorkloadDetail = {
  workload: branchWorkload(),
  openChanges: [],
  mayChange: true,
  domainOwner: 'group:default/sales-data',
  freshness: liveFreshness,
  version: 'v1',
};
