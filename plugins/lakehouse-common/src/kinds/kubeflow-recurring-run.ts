import { isApplied } from './isApplied';
import { LABEL_NAME, NOTHING } from './kubeflow/shapes';
import { summarizeRecurringRun } from './kubeflow/summarizeRecurringRun';
import type { WorkloadKind } from './WorkloadKind';

/**
 * KFP's own schedule: `ScheduledWorkflow`. It refers to pipelines by KFP's ids.
 * @public
 */
export const kubeflowRecurringRunKind: WorkloadKind = {
  id: 'kubeflow-recurring-run',
  group: 'kubeflow.org',
  version: 'v1beta1',
  kind: 'ScheduledWorkflow',
  plural: 'scheduledworkflows',
  role: 'schedule',
  title: 'Kubeflow recurring run',
  titlePlural: 'Kubeflow recurring runs',
  nameRule: LABEL_NAME,
  stage: 1,
  summarize: summarizeRecurringRun,
  footprint: () => NOTHING,
  podSelector: () => ({}),
  isLive: isApplied,
  run: () => undefined,
  runsAgain: () => undefined,
  editable: [],
  verbs: [],
  mask: [],
  validate: () => [],
  policyPaths: { images: [], serviceAccounts: [], volumes: [], forbidden: [] },
};
