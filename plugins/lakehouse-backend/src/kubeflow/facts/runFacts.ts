import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import { readRunName } from '@lakefront/kfp-client';
import type { PipelineFacts } from '../../index/rows';
import { packWorkflow } from './packWorkflow';
import { fieldsAt, given, textIn } from './shapes';

const RUN_NAME = 'pipelines.kubeflow.org/run_name';
const RETRY = 'pipelines.kubeflow.org/retry-generation';
const SCHEDULE = 'scheduledworkflows.kubeflow.org/scheduledWorkflowName';
/** Seconds since 1970. */
const DUE = 'scheduledworkflows.kubeflow.org/workflowEpoch';

/** Of a Workflow that KFP made. KFP writes neither pipeline nor version on it. */
export function readRunFacts(object: KubernetesObject): PipelineFacts {
  const labels = fieldsAt(object, 'metadata', 'labels');
  const annotations = fieldsAt(object, 'metadata', 'annotations');
  const title = textIn(annotations, RUN_NAME) ?? object.metadata.name;
  const due = Number(textIn(labels, DUE));
  const { name, scheduledAt } = readRunName(title);
  const isOver = textIn(fieldsAt(object, 'status'), 'finishedAt') !== undefined;
  return {
    title,
    // What is over changes no more: it is read when somebody looks.
    ...(!isOver && { packedSteps: packWorkflow(object) }),
    attempt: Math.max(0, Math.trunc(Number(textIn(annotations, RETRY))) || 0),
    ...given('schedule', textIn(labels, SCHEDULE) ?? (scheduledAt && name)),
    ...(due > 0
      ? { scheduledAt: new Date(due * 1000).toISOString() }
      : given('scheduledAt', scheduledAt?.toISOString())),
  };
}
