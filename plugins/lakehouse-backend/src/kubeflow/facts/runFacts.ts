import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import { readRunName } from '@lakefront/kfp-client';
import type { PipelineFacts } from '../../index/rows';
import { fieldsAt, given, textIn } from './shapes';

const RUN_ID = 'pipeline/runid';
const RUN_NAME = 'pipelines.kubeflow.org/run_name';
const RETRY = 'pipelines.kubeflow.org/retry-generation';
const SCHEDULE = 'scheduledworkflows.kubeflow.org/scheduledWorkflowName';
/** Seconds since 1970. */
const DUE = 'scheduledworkflows.kubeflow.org/workflowEpoch';

/** KFP's id of the run that a Workflow is of. */
export function runIdOf(object: KubernetesObject): string | undefined {
  return textIn(fieldsAt(object, 'metadata', 'labels'), RUN_ID);
}

/** Of a Workflow that KFP made. KFP writes neither pipeline nor version on it. */
export function readRunFacts(object: KubernetesObject): PipelineFacts {
  const labels = fieldsAt(object, 'metadata', 'labels');
  const annotations = fieldsAt(object, 'metadata', 'annotations');
  const title = textIn(annotations, RUN_NAME) ?? object.metadata.name;
  const due = Number(textIn(labels, DUE));
  const { name, scheduledAt } = readRunName(title);
  return {
    title,
    ...given('runId', runIdOf(object)),
    attempt: Math.max(0, Math.trunc(Number(textIn(annotations, RETRY))) || 0),
    ...given('schedule', textIn(labels, SCHEDULE) ?? (scheduledAt && name)),
    ...(due > 0
      ? { scheduledAt: new Date(due * 1000).toISOString() }
      : given('scheduledAt', scheduledAt?.toISOString())),
  };
}
