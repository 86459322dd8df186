import { isApplied } from './isApplied';
import { LABEL_NAME, NOTHING, STARTER, STARTER_LABEL } from './kubeflow/shapes';
import { summarizeSchedule } from './kubeflow/summarizeSchedule';
import type { WorkloadKind } from './WorkloadKind';

/**
 * Runs by the clock: a `CronJob` of the pipeline starter, which knows pipelines
 * by their names.
 * @public
 */
export const kubeflowScheduleKind: WorkloadKind = {
  id: 'kubeflow-schedule',
  group: 'batch',
  version: 'v1',
  kind: 'CronJob',
  plural: 'cronjobs',
  labelSelector: `${STARTER_LABEL}=${STARTER}`,
  role: 'schedule',
  title: 'Kubeflow schedule',
  titlePlural: 'Kubeflow schedules',
  // 63 less what the controller adds to the name of each job.
  nameRule: { ...LABEL_NAME, maxLength: 52 },
  stage: 1,
  summarize: summarizeSchedule,
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
