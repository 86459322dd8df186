import { count, listOf, object, ref, text, type Schemas } from './parts';

const lakeFSList = (item: string, rest: Schemas = {}) =>
  object(
    {
      items: listOf(ref(item)),
      ...{ nextCursor: text, total: count, ...rest },
      freshness: listOf(ref('LakeFSFreshness')),
    },
    ['items', 'freshness'],
  );

/** What is in lakeFS. */
export const lakefs: Schemas = {
  LakeFSFreshness: object(
    {
      ...{ server: text, repository: text, readAt: text, message: text },
      ...{ since: text, fromObjects: { type: 'boolean' } },
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
    ['server', 'repository', 'domains', 'url'],
  ),
  LakeFSRepositoryList: lakeFSList('LakeFSRepository'),
  LakeFSRepositoryDetail: object(
    {
      repository: ref('LakeFSRepository'),
      rules: object(
        { protection: listOf(text), garbageCollection: { type: 'object' } },
        ['protection'],
      ),
      kept: listOf({ type: 'object' }),
      freshness: listOf(ref('LakeFSFreshness')),
    },
    ['repository', 'freshness'],
  ),
  LakeFSBranch: object(
    {
      ...{ server: text, repository: text, branch: text, commitId: text },
      isDefault: { type: 'boolean' },
      ...{ committedAt: text, committer: text, message: text },
      declaredBy: { type: 'object' },
      claimedByAnother: { type: 'boolean' },
    },
    ['server', 'repository', 'branch', 'isDefault'],
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
    ['row', 'repository', 'against', 'url', 'freshness'],
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
};
