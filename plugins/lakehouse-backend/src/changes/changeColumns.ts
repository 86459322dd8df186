import type { ChangePhase } from '@lakefront/backstage-plugin-lakehouse-common';
import type { ChangePatch, ChangeRow } from './ChangeRow';

/** A row as the database has it; big integers are strings on PostgreSQL. */
export type ChangeColumns = Record<string, string | number | null>;

const SIMPLE_COLUMNS = {
  id: 'id',
  contentHash: 'content_hash',
  phase: 'phase',
  kubernetesCluster: 'kubernetes_cluster',
  domain: 'domain',
  namespace: 'namespace',
  repository: 'repository',
  branch: 'branch',
  number: 'number',
  url: 'url',
  requestedBy: 'requested_by',
  title: 'title',
  body: 'body',
  headSha: 'head_sha',
  mergeSha: 'merge_sha',
  message: 'message',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  startedAt: 'started_at',
  openedAt: 'opened_at',
  approvedAt: 'approved_at',
  mergedAt: 'merged_at',
  syncedAt: 'synced_at',
  liveAt: 'live_at',
  endedAt: 'ended_at',
  attempts: 'attempts',
  lastError: 'last_error',
  pollAt: 'poll_at',
  polledAt: 'polled_at',
} as const;

/** The columns of what a patch names; what it names as undefined is cleared. */
export function toColumns(patch: ChangePatch & Partial<ChangeRow>) {
  const columns: ChangeColumns = {};
  for (const [field, column] of Object.entries(SIMPLE_COLUMNS)) {
    if (field in patch) {
      const value = patch[field as keyof typeof SIMPLE_COLUMNS];
      columns[column] = value ?? null;
    }
  }
  if ('blocked' in patch) {
    columns.blocked_reason = patch.blocked?.reason ?? null;
    columns.blocked_who = patch.blocked?.who ?? null;
  }
  if (patch.files) {
    columns.files = JSON.stringify(patch.files);
  }
  if (patch.writes) {
    columns.writes = JSON.stringify(patch.writes);
  }
  if (patch.details) {
    columns.details = JSON.stringify(patch.details);
  }
  return columns;
}

export function toRow(columns: ChangeColumns): ChangeRow {
  const text = (name: string) => String(columns[name]);
  const maybeText = (name: string) =>
    columns[name] === null ? undefined : String(columns[name]);
  const count = (name: string) => Number(columns[name]);
  const maybeCount = (name: string) =>
    columns[name] === null ? undefined : Number(columns[name]);
  const reason = maybeText('blocked_reason');
  return {
    id: text('id'),
    contentHash: text('content_hash'),
    phase: text('phase') as ChangePhase,
    blocked:
      reason === undefined
        ? undefined
        : { reason, who: maybeText('blocked_who') },
    kubernetesCluster: text('kubernetes_cluster'),
    domain: text('domain'),
    namespace: text('namespace'),
    repository: text('repository'),
    branch: text('branch'),
    number: maybeCount('number'),
    url: maybeText('url'),
    requestedBy: text('requested_by'),
    title: text('title'),
    body: text('body'),
    files: JSON.parse(text('files')),
    writes: JSON.parse(text('writes')),
    details: JSON.parse(text('details')),
    headSha: maybeText('head_sha'),
    mergeSha: maybeText('merge_sha'),
    message: maybeText('message'),
    createdAt: count('created_at'),
    updatedAt: count('updated_at'),
    startedAt: count('started_at'),
    openedAt: maybeCount('opened_at'),
    approvedAt: maybeCount('approved_at'),
    mergedAt: maybeCount('merged_at'),
    syncedAt: maybeCount('synced_at'),
    liveAt: maybeCount('live_at'),
    endedAt: maybeCount('ended_at'),
    attempts: count('attempts'),
    lastError: maybeText('last_error'),
    pollAt: count('poll_at'),
    polledAt: count('polled_at'),
  };
}
