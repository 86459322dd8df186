import { MisshapenError, object, type Fields } from '@lakefront/rest-client';
import {
  id,
  integer,
  listIn,
  objectIn,
  optionalText,
  optionalTime,
  text,
  textMap,
} from './fields';
import type {
  Health,
  KfpExperiment,
  KfpFault,
  KfpPipeline,
  KfpPipelineVersion,
  KfpRecurringRun,
  KfpRun,
  KfpRunDetail,
  KfpStateChange,
  KfpTask,
  Page,
} from './types';

/** What KFP sends, read into our own types. Each throws a `MisshapenError`. */

/** Without what is undefined, so that a value is told from no value by its key. */
function told<T extends object>(fields: T): T {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as T;
}

const nonEmpty = (fields: Fields): Fields | undefined =>
  Object.keys(fields).length > 0 ? fields : undefined;

function fault(fields: Fields): KfpFault | undefined {
  const error = nonEmpty(objectIn(fields, 'error'));
  return (
    error && { code: integer(error, 'code'), message: text(error, 'message') }
  );
}

export function readHealth(value: unknown): Health {
  const fields = object(value);
  return told({
    multiUser: fields.multi_user === true,
    pipelineStore: optionalText(fields, 'pipeline_store'),
  });
}

export function readPipeline(value: unknown): KfpPipeline {
  const fields = object(value);
  const name = text(fields, 'name');
  return told({
    pipelineId: id(fields, 'pipeline_id'),
    name,
    displayName: text(fields, 'display_name') || name,
    description: optionalText(fields, 'description'),
    namespace: optionalText(fields, 'namespace'),
    createdAt: optionalTime(fields, 'created_at'),
    tags: textMap(fields, 'tags'),
    error: fault(fields),
  });
}

export function readVersion(value: unknown): KfpPipelineVersion {
  const fields = object(value);
  const name = text(fields, 'name');
  return told({
    pipelineId: text(fields, 'pipeline_id'),
    versionId: id(fields, 'pipeline_version_id'),
    name,
    displayName: text(fields, 'display_name') || name,
    description: optionalText(fields, 'description'),
    createdAt: optionalTime(fields, 'created_at'),
    codeSourceUrl: optionalText(fields, 'code_source_url'),
    pipelineSpec: nonEmpty(objectIn(fields, 'pipeline_spec')),
    tags: textMap(fields, 'tags'),
    error: fault(fields),
  });
}

export function readExperiment(value: unknown): KfpExperiment {
  const fields = object(value);
  return told({
    experimentId: id(fields, 'experiment_id'),
    name: text(fields, 'display_name'),
    description: optionalText(fields, 'description'),
    namespace: optionalText(fields, 'namespace'),
    createdAt: optionalTime(fields, 'created_at'),
    archived: text(fields, 'storage_state') === 'ARCHIVED',
  });
}

/** KFP knows an unset state by a word. */
const state = (fields: Fields) => {
  const word = text(fields, 'state');
  return word === 'RUNTIME_STATE_UNSPECIFIED' ? '' : word;
};

/** Which pipeline and version; one field is the old way to say it. */
function reference(fields: Fields) {
  const found = objectIn(fields, 'pipeline_version_reference');
  return {
    pipelineId: optionalText(found, 'pipeline_id'),
    versionId:
      optionalText(found, 'pipeline_version_id') ??
      optionalText(fields, 'pipeline_version_id'),
  };
}

export function readRun(value: unknown): KfpRun {
  const fields = object(value);
  const config = objectIn(fields, 'runtime_config');
  return told({
    runId: id(fields, 'run_id'),
    name: text(fields, 'display_name'),
    description: optionalText(fields, 'description'),
    experimentId: optionalText(fields, 'experiment_id'),
    ...reference(fields),
    recurringRunId: optionalText(fields, 'recurring_run_id'),
    state: state(fields),
    archived: text(fields, 'storage_state') === 'ARCHIVED',
    parameters: objectIn(config, 'parameters'),
    pipelineRoot: optionalText(config, 'pipeline_root'),
    serviceAccount: optionalText(fields, 'service_account'),
    createdAt: optionalTime(fields, 'created_at'),
    scheduledAt: optionalTime(fields, 'scheduled_at'),
    finishedAt: optionalTime(fields, 'finished_at'),
    error: fault(fields),
  });
}

export function readRunDetail(value: unknown): KfpRunDetail {
  const fields = object(value);
  const details = objectIn(fields, 'run_details');
  return told({
    ...readRun(fields),
    stateHistory: listIn(fields, 'state_history').map(readStateChange),
    tasks: listIn(details, 'task_details').map(readTask),
    pipelineSpec: nonEmpty(objectIn(fields, 'pipeline_spec')),
  });
}

function readStateChange(value: unknown): KfpStateChange {
  const fields = object(value);
  return told({
    state: state(fields),
    at: optionalTime(fields, 'update_time'),
    error: fault(fields),
  });
}

function readTask(value: unknown): KfpTask {
  const fields = object(value);
  return told({
    taskId: id(fields, 'task_id'),
    name: text(fields, 'display_name'),
    parentTaskId: optionalText(fields, 'parent_task_id'),
    state: state(fields),
    podName: optionalText(fields, 'pod_name'),
    createdAt: optionalTime(fields, 'create_time'),
    startedAt: optionalTime(fields, 'start_time'),
    finishedAt: optionalTime(fields, 'end_time'),
    inputArtifactIds: readArtifactIds(fields, 'inputs'),
    outputArtifactIds: readArtifactIds(fields, 'outputs'),
    childPodNames: listIn(fields, 'child_tasks')
      .map(child => text(object(child), 'pod_name'))
      .filter(name => name !== ''),
    stateHistory: listIn(fields, 'state_history').map(readStateChange),
    error: fault(fields),
  });
}

/** 64-bit ids stay text: a JavaScript number would change them. */
function readArtifactIds(
  fields: Fields,
  name: string,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(objectIn(fields, name)).map(([artifact, ids]) => [
      artifact,
      listIn(object(ids), 'artifact_ids').map(String),
    ]),
  );
}

export function readRecurringRun(value: unknown): KfpRecurringRun {
  const fields = object(value);
  return told({
    recurringRunId: id(fields, 'recurring_run_id'),
    name: text(fields, 'display_name'),
    description: optionalText(fields, 'description'),
    namespace: optionalText(fields, 'namespace'),
    experimentId: optionalText(fields, 'experiment_id'),
    ...reference(fields),
    parameters: objectIn(objectIn(fields, 'runtime_config'), 'parameters'),
    serviceAccount: optionalText(fields, 'service_account'),
    enabled: isEnabled(fields),
    maxConcurrency: integer(fields, 'max_concurrency') || undefined,
    noCatchup: fields.no_catchup === true,
    trigger: readTrigger(objectIn(fields, 'trigger')),
    createdAt: optionalTime(fields, 'created_at'),
    updatedAt: optionalTime(fields, 'updated_at'),
    error: fault(fields),
  });
}

/** `status` is what is, `mode` what was asked for at first. */
function isEnabled(fields: Fields): boolean {
  const status = text(fields, 'status');
  return ['', 'STATUS_UNSPECIFIED'].includes(status)
    ? text(fields, 'mode') === 'ENABLE'
    : status === 'ENABLED';
}

function readTrigger(trigger: Fields): KfpRecurringRun['trigger'] {
  const cron = objectIn(trigger, 'cron_schedule');
  const periodic = objectIn(trigger, 'periodic_schedule');
  const schedule = { ...cron, ...periodic };
  return (
    nonEmpty(schedule) &&
    told({
      cron: optionalText(cron, 'cron'),
      intervalSeconds: integer(periodic, 'interval_second') || undefined,
      startAt: optionalTime(schedule, 'start_time'),
      endAt: optionalTime(schedule, 'end_time'),
    })
  );
}

/** One page; `asked` is its own token, so that nobody is sent round in a circle. */
export function readPage<T>(
  value: unknown,
  name: string,
  readItem: (item: unknown) => T,
  asked: string | undefined,
): Page<T> {
  const fields = object(value);
  const items = listIn(fields, name).map(readItem);
  const next = optionalText(fields, 'next_page_token');
  if (next !== undefined && next === asked) {
    throw new MisshapenError('it says that there is more, but not after what');
  }
  return told({ items, next, total: integer(fields, 'total_size') });
}
