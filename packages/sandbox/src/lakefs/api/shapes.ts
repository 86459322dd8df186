import type { ActionRun, HookRun } from '../hooks/ActionRuns';
import type { LakeRepository } from '../host/LakeRepository';
import type { Change, Commit, Entry } from '../model/types';

/** What is sent, field by field as lakeFS sends it. */

const seconds = (ms: number) => Math.floor(ms / 1000);

export function repositoryShape(repository: LakeRepository) {
  return {
    creation_date: seconds(repository.createdAt),
    default_branch: repository.defaultBranch,
    id: repository.id,
    read_only: repository.readOnly,
    storage_id: '',
    storage_namespace: repository.storageNamespace,
  };
}

export function refShape(id: string, commitId: string) {
  return { commit_id: commitId, id };
}

export function commitShape(commit: Commit) {
  return {
    committer: commit.committer,
    creation_date: seconds(commit.createdAt),
    generation: commit.generation,
    id: commit.id,
    message: commit.message,
    meta_range_id: commit.metaRangeId,
    metadata: commit.metadata,
    parents: commit.parents,
    version: 1,
  };
}

export function changeShape({ path, type, size }: Change) {
  return { path, path_type: 'object', size_bytes: size, type };
}

export function changedPrefixShape(path: string) {
  return { path, path_type: 'common_prefix', type: 'prefix_changed' };
}

/** In a list metadata stands only where there is some. */
export function listedObjectShape(path: string, entry: Entry) {
  return {
    checksum: entry.checksum,
    content_type: entry.contentType,
    ...(Object.keys(entry.metadata).length > 0 && { metadata: entry.metadata }),
    mtime: entry.modifiedAt,
    path,
    path_type: 'object',
    physical_address: entry.physicalAddress,
    size_bytes: entry.size,
  };
}

export function objectShape(path: string, entry: Entry) {
  return { ...listedObjectShape(path, entry), metadata: entry.metadata };
}

export function listedPrefixShape(path: string) {
  return {
    checksum: '',
    mtime: 0,
    path,
    path_type: 'common_prefix',
    physical_address: '',
  };
}

export function runShape(run: ActionRun) {
  return {
    branch: run.branch,
    commit_id: run.commitId,
    end_time: time(run.endedAt),
    event_type: run.eventType,
    run_id: run.id,
    start_time: time(run.startedAt),
    status: run.passed ? 'completed' : 'failed',
  };
}

/** One that was not run began at the beginning of time, and never ended. */
export function hookShape(run: ActionRun, hook: HookRun) {
  const shape = {
    action: hook.action,
    hook_id: hook.hookId,
    hook_run_id: hook.id,
  };
  if (hook.skipped) {
    return { ...shape, start_time: '0001-01-01T00:00:00Z', status: 'skipped' };
  }
  return {
    ...shape,
    end_time: time(run.endedAt),
    start_time: time(run.startedAt),
    status: hook.passed ? 'completed' : 'failed',
  };
}

function time(ms: number): string {
  return new Date(ms).toISOString();
}
