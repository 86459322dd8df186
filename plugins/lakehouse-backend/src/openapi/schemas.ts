import type { ReferenceObject, SchemaObject } from 'openapi3-ts';

type Schema = SchemaObject | ReferenceObject;

const text: SchemaObject = { type: 'string' };
const count: SchemaObject = { type: 'number' };
const name: SchemaObject = {
  type: 'string',
  minLength: 1,
  maxLength: 253,
  pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$',
};

const object = (
  properties: Record<string, Schema>,
  required: string[] = [],
): SchemaObject => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
});
const listOf = (items: Schema): SchemaObject => ({ type: 'array', items });
export const ref = (schema: string): ReferenceObject => ({
  $ref: `#/components/schemas/${schema}`,
});

const list = (item: string) =>
  object(
    {
      items: listOf(ref(item)),
      nextCursor: text,
      version: text,
      full: { type: 'boolean' },
      behind: { type: 'boolean' },
      truncated: { type: 'boolean' },
      removed: listOf(text),
      total: count,
      freshness: listOf(ref('Freshness')),
    },
    ['items', 'freshness'],
  );

const lakeFSList = (item: string, rest: Record<string, Schema> = {}) =>
  object(
    {
      items: listOf(ref(item)),
      ...{ nextCursor: text, total: count, ...rest },
      freshness: listOf(ref('LakeFSFreshness')),
    },
    ['items', 'freshness'],
  );

/** Shapes of requests are closed and bounded; answers are told, not enforced. */
export const schemas: Record<string, SchemaObject> = {
  Freshness: object(
    {
      kubernetesCluster: text,
      resource: text,
      state: {
        type: 'string',
        enum: [
          'syncing',
          'live',
          'stale',
          'unreachable',
          'forbidden',
          'absent',
        ],
      },
      since: text,
      lastHeardAt: text,
      message: text,
      count,
    },
    ['kubernetesCluster', 'resource', 'state', 'since'],
  ),
  Footprint: {
    type: 'object',
    additionalProperties: false,
    required: ['cpu', 'memory', 'gpu', 'pods', 'parts'],
    properties: {
      cpu: { type: 'number', minimum: 0, maximum: 1e9 },
      memory: { type: 'number', minimum: 0, maximum: 1e18 },
      gpu: { type: 'number', minimum: 0, maximum: 1e6 },
      pods: { type: 'number', minimum: 0, maximum: 1e6 },
      parts: {
        type: 'array',
        maxItems: 50,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['role', 'count', 'minCount', 'cpu', 'memory', 'gpu'],
          properties: {
            role: { type: 'string', maxLength: 63 },
            path: { type: 'string', maxLength: 253 },
            count: { type: 'number', minimum: 0, maximum: 1e6 },
            minCount: { type: 'number', minimum: 0, maximum: 1e6 },
            cpu: { type: 'number', minimum: 0, maximum: 1e9 },
            cpuLimit: { type: 'number', minimum: 0, maximum: 1e9 },
            memory: { type: 'number', minimum: 0, maximum: 1e18 },
            gpu: { type: 'number', minimum: 0, maximum: 1e6 },
          },
        },
      },
    },
  },
  FitRequest: {
    type: 'object',
    additionalProperties: false,
    required: ['domain', 'kubernetesCluster', 'footprint'],
    properties: {
      domain: name,
      kubernetesCluster: name,
      footprint: ref('Footprint'),
    },
  },
  Fit: object(
    {
      fits: { type: 'boolean' },
      summary: text,
      problems: listOf({ type: 'object' }),
    },
    ['fits', 'summary', 'problems'],
  ),
  Proposal: {
    type: 'object',
    additionalProperties: false,
    required: ['domain', 'kubernetesCluster', 'objects'],
    properties: {
      domain: name,
      kubernetesCluster: name,
      title: { type: 'string', maxLength: 200 },
      description: { type: 'string', maxLength: 10000 },
      objects: {
        type: 'array',
        minItems: 1,
        maxItems: 20,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['kind'],
          // Which of the others an action needs, `wantedObject` says.
          properties: {
            kind: name,
            action: {
              type: 'string',
              enum: [
                ...['create', 'update', 'edit', 'verb', 'delete'],
                ...['adopt', 'undo'],
              ],
            },
            object: { type: 'object', additionalProperties: true },
            name,
            verb: name,
            change: name,
            values: {
              type: 'array',
              minItems: 1,
              maxItems: 50,
              items: {
                type: 'object',
                additionalProperties: false,
                required: ['path', 'value'],
                properties: {
                  path: { type: 'string', maxLength: 253 },
                  value: {},
                },
              },
            },
          },
        },
      },
    },
  },
  Workload: object(
    {
      ...{ kubernetesCluster: text, namespace: text, kind: text, name: text },
      ...{ uid: text, domain: text, role: text, state: text },
      ...{ stateDetail: text, description: text },
      reason: { type: 'object' },
      ...{ owner: text, requestedBy: text, changeId: text, createdAt: text },
      notInGit: { type: 'boolean' },
      ...{ submittedAt: text, startedAt: text, endedAt: text },
      ...{ endpoint: text, changedAt: text, outdated: { type: 'object' } },
      footprint: { type: 'object' },
      standing: { type: 'object' },
      links: listOf({ type: 'object' }),
    },
    ['kubernetesCluster', 'namespace', 'kind', 'name', 'domain', 'state'],
  ),
  WorkloadList: list('Workload'),
  WorkloadDetail: object(
    {
      workload: ref('Workload'),
      openChanges: listOf(text),
      usual: object({ runs: count, medianSeconds: count }),
      capacity: { type: 'object' },
      freshness: listOf(ref('Freshness')),
      behind: { type: 'boolean' },
      version: text,
    },
    ['workload', 'openChanges', 'freshness', 'version'],
  ),
  WorkloadManifest: object({
    live: { type: 'object', nullable: true },
    truncated: { type: 'boolean' },
    git: { type: 'object' },
  }),
  Domain: object(
    {
      ...{ name: text, title: text, owner: text, role: text },
      kubernetesClusters: listOf(text),
      ...{ running: count, pending: count, failedToday: count },
      capacity: listOf({ type: 'object' }),
      problems: listOf(text),
    },
    ['name', 'kubernetesClusters'],
  ),
  DomainList: list('Domain'),
  DomainDetail: object({
    name: text,
    members: listOf({ type: 'object' }),
    gitAccounts: { type: 'object', additionalProperties: text },
    settings: { type: 'object', additionalProperties: true },
    networkPolicies: listOf({ type: 'object' }),
    syncs: listOf({ type: 'object' }),
    freshness: listOf(ref('Freshness')),
    behind: { type: 'boolean' },
    version: text,
  }),
  QuotaHistory: object(
    {
      ...{ kubernetesCluster: text, resource: text, quota: text, unit: text },
      points: listOf(object({ at: text, used: count, hard: count })),
    },
    ['kubernetesCluster', 'resource', 'quota', 'unit', 'points'],
  ),
  QuotaHistoryList: list('QuotaHistory'),
  Kind: object({ id: text, kind: text, role: text, title: text }, ['id']),
  KindList: list('Kind'),
  Event: object({ reason: text, message: text, about: text, count }),
  EventList: list('Event'),
  Pod: object({
    name: text,
    role: text,
    phase: text,
    containers: listOf(text),
  }),
  PodList: list('Pod'),
  Run: object({ name: text, domain: text, key: text, state: text }),
  RunList: list('Run'),
  DomainRuns: object({
    ...{ kubernetesCluster: text, domain: text, namespace: text },
    runs: listOf(
      object({ kind: text, name: text, startedAt: text, state: text }),
    ),
  }),
  DomainRunsList: list('DomainRuns'),
  Facets: object({
    state: { type: 'object' },
    kind: { type: 'object' },
    domain: { type: 'object' },
    kubernetesCluster: { type: 'object' },
    owner: { type: 'object' },
    truncated: listOf(text),
    freshness: listOf(ref('Freshness')),
  }),
  Change: object(
    {
      ...{ id: text, title: text, phase: text },
      blocked: { type: 'object' },
      ...{ domain: text, kubernetesCluster: text, requestedBy: text },
      ...{ createdAt: text, updatedAt: text, url: text, number: count },
      ...{ summary: text, message: text },
      operations: listOf({ type: 'object' }),
      steps: listOf({ type: 'object' }),
      consequences: listOf(text),
      files: listOf({ type: 'object' }),
      truncated: { type: 'boolean' },
      ...{ mayChange: { type: 'boolean' }, domainOwner: text },
    },
    ['id', 'phase', 'title'],
  ),
  ChangeList: list('Change'),
  ChangeCheck: object(
    {
      ok: { type: 'boolean' },
      problems: listOf({ type: 'object' }),
      operations: listOf({ type: 'object' }),
      consequences: listOf(text),
      files: listOf({ type: 'object' }),
    },
    ['ok', 'problems'],
  ),
  FreshnessList: list('Freshness'),
  ResourceHealth: object(
    {
      ...{ kubernetesCluster: text, resource: text, state: text, since: text },
      ...{ lastHeardAt: text, message: text, count, lagSeconds: count },
      everSynced: { type: 'boolean' },
      ...{ relists: count, failures: count, lastError: { type: 'object' } },
      ...{ missingRight: text, reach: text, advice: text },
    },
    ['kubernetesCluster', 'resource', 'state', 'since', 'everSynced', 'reach'],
  ),
  RepositoryHealth: object(
    {
      ...{ name: text, url: text, host: text, state: text, lastAskedAt: text },
      ...{ lastError: { type: 'object' }, rateLimit: { type: 'object' } },
    },
    ['name', 'url', 'host', 'state'],
  ),
  PlatformRootHealth: object(
    {
      ...{ kubernetesCluster: text, engine: text, name: text, path: text },
      ...{ state: text, since: text, revision: text, message: text },
      ...{ advice: text, culprit: { type: 'object' } },
    },
    ['kubernetesCluster', 'engine', 'name', 'path', 'state'],
  ),
  LakeFSServerHealth: object(
    {
      ...{ server: text, freshness: ref('LakeFSFreshness'), version: text },
      ...{ repositories: count, requestsLastHour: count },
      advice: listOf(text),
    },
    ['server', 'freshness', 'requestsLastHour', 'advice'],
  ),
  Health: object(
    {
      resources: listOf(ref('ResourceHealth')),
      repositories: listOf(ref('RepositoryHealth')),
      platformRoots: listOf(ref('PlatformRootHealth')),
      lakefs: listOf(ref('LakeFSServerHealth')),
      stuck: listOf(ref('Change')),
      version: text,
    },
    [
      ...['resources', 'repositories', 'platformRoots', 'lakefs'],
      ...['stuck', 'version'],
    ],
  ),
  LakeFSFreshness: object(
    {
      ...{ server: text, repository: text, readAt: text, message: text },
      state: {
        type: 'string',
        enum: ['live', 'stale', 'unreachable', 'refused', 'limited'],
      },
    },
    ['server', 'state'],
  ),
  LakeFSRepository: object(
    {
      ...{ server: text, repository: text, defaultBranch: text },
      ...{ createdAt: text, readOnly: { type: 'boolean' }, url: text },
      ...{ domains: listOf({ type: 'object' }), branches: count },
    },
    ['server', 'repository', 'defaultBranch', 'domains', 'url'],
  ),
  LakeFSRepositoryList: lakeFSList('LakeFSRepository'),
  LakeFSRepositoryDetail: object(
    {
      repository: ref('LakeFSRepository'),
      protection: listOf(text),
      garbageCollection: { type: 'object' },
      kept: listOf({ type: 'object' }),
      freshness: listOf(ref('LakeFSFreshness')),
    },
    ['repository', 'protection', 'kept', 'freshness'],
  ),
  LakeFSBranch: object(
    {
      ...{ server: text, repository: text, branch: text, commitId: text },
      isDefault: { type: 'boolean' },
      ...{ committedAt: text, committer: text, message: text },
      declaredBy: { type: 'object' },
      claimedByAnother: { type: 'boolean' },
    },
    ['server', 'repository', 'branch', 'commitId', 'isDefault'],
  ),
  LakeFSBranchList: lakeFSList('LakeFSBranch', {
    counts: { type: 'object', additionalProperties: count },
    headsUnread: count,
  }),
  LakeFSBranchDetail: object(
    {
      row: ref('LakeFSBranch'),
      repository: ref('LakeFSRepository'),
      against: { type: 'object' },
      ...{ protected: { type: 'boolean' }, url: text },
      freshness: listOf(ref('LakeFSFreshness')),
    },
    ['row', 'repository', 'against', 'protected', 'url', 'freshness'],
  ),
  LakeFSComparison: object(
    {
      ...{ from: { type: 'object' }, to: { type: 'object' }, prefix: text },
      items: listOf({ type: 'object' }),
      nextCursor: text,
    },
    ['from', 'to', 'prefix', 'items'],
  ),
  LakeFSTables: object(
    { items: listOf({ type: 'object' }), more: { type: 'boolean' } },
    ['items'],
  ),
  LakeFSHookRun: object(
    {
      ...{ id: text, branch: text, commitId: text, eventType: text },
      ...{ status: text, startedAt: text, endedAt: text, url: text },
      hooks: listOf({ type: 'object' }),
    },
    ['id', 'branch', 'commitId', 'eventType', 'status', 'startedAt'],
  ),
  LakeFSHookRunList: lakeFSList('LakeFSHookRun'),
  LakeFSPromotionPreview: object(
    {
      ...{ branch: text, into: text, commitId: text, intoCommitId: text },
      commits: listOf(ref('LakeFSCommit')),
      moreCommits: { type: 'boolean' },
      conflicts: listOf(text),
      moreConflicts: { type: 'boolean' },
      hooks: listOf({ type: 'object' }),
      obstacles: listOf(object({ code: text, message: text })),
    },
    ['branch', 'into', 'commitId', 'intoCommitId', 'commits', 'obstacles'],
  ),
  LakeFSRef: object({ id: text, type: text, commitId: text }, [
    ...['id', 'type', 'commitId'],
  ]),
  LakeFSRefList: lakeFSList('LakeFSRef'),
  LakeFSCommit: object(
    {
      ...{ id: text, parents: listOf(text), committer: text, message: text },
      ...{ createdAt: text, job: { type: 'object' }, url: text },
      metadata: { type: 'object', additionalProperties: text },
    },
    ['id', 'parents', 'committer', 'message', 'createdAt', 'url'],
  ),
  LakeFSCommitList: lakeFSList('LakeFSCommit'),
  Error: object({
    error: object({ name: text, message: text }, ['name', 'message']),
  }),
};
