import { asArray, asObject, type JsonObject } from '../../kube/json';
import type { KubeObject } from '../../types';
import { pipelineIdOf } from '../host/Pipelines';
import type { Experiment, Run, RunTask } from '../host/types';
import { parseJson } from '../argo/script';
import { time, timeOf } from './answers';

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Fields that are empty are left out, as protobuf's JSON does. */
function filled(shape: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(shape).filter(
      ([, value]) => value !== '' && value !== undefined,
    ),
  );
}

export function pipelineShape({ metadata, spec }: KubeObject): JsonObject {
  const { description, displayName, tags } = asObject(spec);
  return filled({
    pipeline_id: metadata.uid,
    display_name: text(displayName) || metadata.name,
    name: metadata.name,
    description: text(description),
    created_at: time(timeOf(metadata.creationTimestamp)),
    namespace: metadata.namespace,
    tags: tags,
  });
}

export function versionShape(version: KubeObject): JsonObject {
  const { metadata } = version;
  const spec = asObject(version.spec);
  const name = text(spec.versionName) || metadata.name;
  const { pipelineSpec, platformSpec } = spec;
  return filled({
    pipeline_id: pipelineIdOf(version),
    pipeline_version_id: metadata.uid,
    display_name: text(spec.displayName) || name,
    name,
    description: text(spec.description),
    created_at: time(timeOf(metadata.creationTimestamp)),
    package_url:
      spec.pipelineSpecURI === undefined
        ? undefined
        : { pipeline_url: spec.pipelineSpecURI },
    code_source_url: text(spec.codeSourceURL),
    pipeline_spec:
      platformSpec === undefined
        ? pipelineSpec
        : { pipeline_spec: pipelineSpec, platform_spec: platformSpec },
    tags: spec.tags,
  });
}

export function experimentShape(experiment: Experiment): JsonObject {
  return filled({
    experiment_id: experiment.id,
    display_name: experiment.displayName,
    description: experiment.description,
    created_at: time(experiment.createdAt),
    namespace: experiment.namespace,
    storage_state: experiment.archived ? 'ARCHIVED' : 'AVAILABLE',
    last_run_created_at: time(experiment.lastRunAt),
  });
}

export function runShape(run: Run): JsonObject {
  const tasks = run.tasks();
  const hasConfig =
    Object.keys(run.parameters).length > 0 || run.pipelineRoot !== '';
  return filled({
    experiment_id: run.experimentId,
    run_id: run.id,
    display_name: run.displayName,
    storage_state: run.archived ? 'ARCHIVED' : 'AVAILABLE',
    description: run.description,
    ...(run.versionId
      ? {
          pipeline_version_reference: {
            pipeline_id: run.pipelineId,
            pipeline_version_id: run.versionId,
          },
        }
      : { pipeline_spec: run.ir.spec }),
    runtime_config: hasConfig
      ? filled({ parameters: run.parameters, pipeline_root: run.pipelineRoot })
      : undefined,
    service_account: run.serviceAccount,
    created_at: time(run.createdAt),
    scheduled_at: time(run.scheduledAt),
    finished_at: time(run.finishedAt),
    state: run.state,
    ...(run.error && { error: { code: 13, message: run.error, details: [] } }),
    run_details:
      tasks.length > 0
        ? { task_details: tasks.map(task => taskShape(run, task)) }
        : undefined,
    recurring_run_id: run.recurringRunId,
    state_history: run.history.map(({ at, state }) => ({
      update_time: time(at),
      state,
    })),
  });
}

function taskShape(run: Run, task: RunTask): JsonObject {
  return filled({
    run_id: run.id,
    task_id: task.id,
    display_name: task.displayName,
    create_time: time(run.createdAt),
    start_time: time(task.startedAt),
    end_time: time(task.finishedAt),
    state: task.state,
    child_tasks:
      task.children.length > 0
        ? task.children.map(pod_name => ({ pod_name }))
        : undefined,
  });
}

/** A ScheduledWorkflow, as the API tells of it. */
export function recurringRunShape(
  object: KubeObject,
  experimentId: string,
): JsonObject {
  const { metadata } = object;
  const spec = asObject(object.spec);
  const workflow = asObject(spec.workflow);
  const trigger = asObject(spec.trigger);
  const cron = asObject(trigger.cronSchedule);
  const periodic = asObject(trigger.periodicSchedule);
  const enabled = spec.enabled === true;
  const parameters = Object.fromEntries(
    asArray(workflow.parameters)
      .map(asObject)
      .map(({ name, value }) => [String(name), parseJson(value) ?? value]),
  );
  return filled({
    recurring_run_id: metadata.uid,
    display_name: metadata.name,
    pipeline_version_reference: filled({
      pipeline_id: text(spec.pipelineId),
      pipeline_version_id: text(spec.pipelineVersionId),
    }),
    runtime_config: filled({
      parameters,
      pipeline_root: text(workflow.pipelineRoot),
    }),
    service_account: text(spec.serviceAccount),
    max_concurrency: String(spec.maxConcurrency ?? 1),
    trigger: {
      ...(trigger.cronSchedule !== undefined && {
        cron_schedule: filled({
          start_time: text(cron.startTime),
          end_time: text(cron.endTime),
          cron: text(cron.cron),
        }),
      }),
      ...(trigger.periodicSchedule !== undefined && {
        periodic_schedule: filled({
          start_time: text(periodic.startTime),
          end_time: text(periodic.endTime),
          interval_second: String(periodic.intervalSecond ?? ''),
        }),
      }),
    },
    mode: enabled ? 'ENABLE' : 'DISABLE',
    created_at: time(timeOf(metadata.creationTimestamp)),
    updated_at: time(timeOf(metadata.creationTimestamp)),
    status: enabled ? 'ENABLED' : 'DISABLED',
    ...(spec.noCatchup === true && { no_catchup: true }),
    namespace: metadata.namespace,
    experiment_id: text(spec.experimentId) || experimentId,
  });
}
