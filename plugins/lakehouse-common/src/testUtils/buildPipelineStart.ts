import { recurringRunSpec } from '../kinds/kubeflow/recurringRun';
import { scheduleSpec, startSpec } from '../kinds/kubeflow/starterPod';
import type { JsonValue, KubernetesObject } from '../types';
import { settingsFixture } from './domainFixtures';

const starter = settingsFixture.kubeflow!.starter!;
const STARTER_LABELS = { 'app.kubernetes.io/component': 'pipeline-starter' };

/** A Job of the pipeline starter as it is in Git. @public */
export function buildStart(
  asked: Partial<Parameters<typeof startSpec>[0]> = {},
): KubernetesObject {
  const { name = 'orders-once' } = asked;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'dom-sales', labels: STARTER_LABELS },
    spec: startSpec({ pipeline: 'orders-features', ...asked, name }, starter),
  };
}

/** A CronJob of the pipeline starter as it is in Git. @public */
export function buildSchedule(
  asked: Partial<Parameters<typeof scheduleSpec>[0]> = {},
): KubernetesObject {
  const { name = 'orders-nightly' } = asked;
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace: 'dom-sales', labels: STARTER_LABELS },
    spec: scheduleSpec(
      {
        pipeline: 'orders-features',
        cron: '0 3 * * *',
        timeZone: 'Europe/Berlin',
        ...asked,
        name,
      },
      starter,
    ),
  };
}

/** A `ScheduledWorkflow` as it is in Git. @public */
export function buildRecurringRun(
  over: {
    name?: string;
    spec?: Record<string, unknown>;
    parameters?: Record<string, JsonValue>;
  } = {},
): KubernetesObject {
  return {
    apiVersion: 'kubeflow.org/v1beta1',
    kind: 'ScheduledWorkflow',
    metadata: {
      name: over.name ?? 'orders-recurring',
      namespace: 'dom-sales',
    },
    spec: {
      ...recurringRunSpec({
        pipeline: 'orders-features',
        cron: '0 3 * * *',
        experimentId: '0e0e0e0e-0000-4000-8000-000000000001',
        pipelineId: '1a1a1a1a-0000-4000-8000-000000000001',
        pipelineVersionId: '',
        parameters: over.parameters ?? {},
      }),
      ...over.spec,
    },
    status: {},
  };
}
