import { MisshapenError, object } from '@lakefront/rest-client';
import {
  array,
  number,
  optionalNumber,
  optionalText,
  text,
  textMap,
  texts,
} from './fields';
import type {
  ActionRun,
  Change,
  ChangeType,
  Commit,
  GarbageCollectionRules,
  HookRun,
  MergeBase,
  ObjectEntry,
  ObjectStats,
  Page,
  Ref,
  Repository,
  ServerConfig,
} from './types';

/** What lakeFS sends, read into our own types. Each throws a `MisshapenError`. */

const CHANGE_TYPES: readonly string[] = [
  'added',
  'removed',
  'changed',
  'conflict',
  'prefix_changed',
];

export function readRepository(value: unknown): Repository {
  const fields = object(value);
  return {
    id: text(fields, 'id'),
    createdAt: number(fields, 'creation_date'),
    defaultBranch: text(fields, 'default_branch'),
    storageNamespace: text(fields, 'storage_namespace'),
    readOnly: fields.read_only === true,
  };
}

export function readRef(value: unknown): Ref {
  const fields = object(value);
  return { id: text(fields, 'id'), commitId: text(fields, 'commit_id') };
}

export function readCommit(value: unknown): Commit {
  const fields = object(value);
  return {
    id: text(fields, 'id'),
    parents: texts(fields, 'parents'),
    committer: text(fields, 'committer'),
    message: text(fields, 'message'),
    createdAt: number(fields, 'creation_date'),
    metaRangeId: text(fields, 'meta_range_id'),
    metadata: textMap(fields.metadata, 'metadata'),
    // Servers of before 2021 left it out.
    generation: optionalNumber(fields, 'generation') ?? 0,
  };
}

export function readChange(value: unknown): Change {
  const fields = object(value);
  const type = text(fields, 'type');
  if (!CHANGE_TYPES.includes(type)) {
    throw new MisshapenError(`it knows a change '${type}'`);
  }
  const size = optionalNumber(fields, 'size_bytes');
  return {
    type: type as ChangeType,
    path: text(fields, 'path'),
    isPrefix: text(fields, 'path_type') === 'common_prefix',
    ...(size !== undefined && { size }),
  };
}

export function readObjectStats(value: unknown): ObjectStats {
  const fields = object(value);
  const contentType = optionalText(fields, 'content_type');
  return {
    path: text(fields, 'path'),
    size: optionalNumber(fields, 'size_bytes') ?? 0,
    checksum: text(fields, 'checksum'),
    modifiedAt: number(fields, 'mtime'),
    ...(contentType !== undefined && { contentType }),
    physicalAddress: text(fields, 'physical_address'),
    metadata: textMap(fields.metadata, 'metadata'),
  };
}

export function readObjectEntry(value: unknown): ObjectEntry {
  const fields = object(value);
  return text(fields, 'path_type') === 'common_prefix'
    ? { isPrefix: true, path: text(fields, 'path') }
    : { isPrefix: false, ...readObjectStats(fields) };
}

export function readMergeBase(value: unknown): MergeBase {
  const fields = object(value);
  return {
    sourceCommitId: text(fields, 'source_commit_id'),
    destinationCommitId: text(fields, 'destination_commit_id'),
    baseCommitId: text(fields, 'base_commit_id'),
  };
}

export function readPatterns(value: unknown): string[] {
  return array(value).map(rule => text(object(rule), 'pattern'));
}

export function readRules(value: unknown): GarbageCollectionRules {
  const fields = object(value);
  return {
    defaultRetentionDays: number(fields, 'default_retention_days'),
    // lakeFS sends null where no branch has a rule of its own.
    branches: array(fields.branches ?? []).map(rule => ({
      branch: text(object(rule), 'branch_id'),
      retentionDays: number(object(rule), 'retention_days'),
    })),
  };
}

export function readActionRun(value: unknown): ActionRun {
  const fields = object(value);
  const endTime = optionalText(fields, 'end_time');
  return {
    id: text(fields, 'run_id'),
    branch: text(fields, 'branch'),
    commitId: text(fields, 'commit_id'),
    eventType: text(fields, 'event_type'),
    status: text(fields, 'status'),
    startTime: text(fields, 'start_time'),
    ...(endTime !== undefined && { endTime }),
  };
}

export function readHookRun(value: unknown): HookRun {
  const fields = object(value);
  const endTime = optionalText(fields, 'end_time');
  return {
    id: text(fields, 'hook_run_id'),
    action: text(fields, 'action'),
    hookId: text(fields, 'hook_id'),
    status: text(fields, 'status'),
    startTime: text(fields, 'start_time'),
    ...(endTime !== undefined && { endTime }),
  };
}

export function readConfig(value: unknown): ServerConfig {
  const fields = object(value);
  const storage = object(fields.storage_config);
  const version = optionalText(object(fields.version_config ?? {}), 'version');
  return {
    ...(version !== undefined && { version }),
    storage: {
      type: text(storage, 'blockstore_type'),
      namespacePattern: text(storage, 'blockstore_namespace_ValidityRegex'),
      preSignSupport: storage.pre_sign_support === true,
    },
  };
}

export function readUserId(value: unknown): string {
  return text(object(object(value).user), 'id');
}

/** The new commit of a merge's destination. */
export function readMerged(value: unknown): { commitId: string } {
  return { commitId: text(object(value), 'reference') };
}

/** One page; `after` is what it was asked for, so that nobody is sent round in a circle. */
export function readPage<T>(
  value: unknown,
  readItem: (item: unknown) => T,
  after: string | undefined,
): Page<T> {
  const fields = object(value);
  const pagination = object(fields.pagination);
  const items = array(fields.results).map(readItem);
  if (pagination.has_more !== true) return { items };
  const next = text(pagination, 'next_offset');
  if (next === '' || next === after) {
    throw new MisshapenError('it says that there is more, but not after what');
  }
  return { items, next };
}
