import { kubeflowRunForm } from '../forms/kubeflowRun/kubeflowRunForm';
import { isApplied } from './isApplied';
import {
  LABEL_NAME,
  STARTER,
  STARTER_LABEL,
  withSpec,
} from './kubeflow/shapes';
import {
  readStartParameters,
  writeStartParameters,
} from './kubeflow/readStart';
import { scheduleConsequences } from './kubeflow/starterConsequences';
import { SCHEDULE_LABEL } from './kubeflow/starterPod';
import {
  renewSchedule,
  schedulePolicy,
  starterFootprint,
  validateSchedule,
} from './kubeflow/starterRules';
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
  template: 'kubeflow-run',
  form: kubeflowRunForm,
  summarize: summarizeSchedule,
  footprint: starterFootprint,
  podSelector: object => ({ [SCHEDULE_LABEL]: object.metadata.name }),
  isLive: isApplied,
  run: () => undefined,
  runsAgain: () => undefined,
  consequences: scheduleConsequences,
  editable: [
    {
      path: 'spec.schedule',
      label: 'When',
      type: 'string',
      hint: 'Five fields: minute, hour, day of the month, month, day of the week.',
    },
    {
      path: 'spec.timeZone',
      label: 'Time zone',
      type: 'string',
      hint: 'As Europe/Berlin.',
    },
    { path: 'parameters', label: 'Parameters', type: 'parameters' },
  ],
  verbs: [
    {
      id: 'suspend',
      title: 'Suspend',
      runsAgain: false,
      states: ['pending', 'running', 'succeeded', 'failed', 'unknown'],
      apply: manifest => withSpec(manifest, { suspend: true }),
    },
    {
      id: 'resume',
      title: 'Resume',
      runsAgain: false,
      states: ['suspended'],
      apply: manifest => withSpec(manifest, { suspend: false }),
    },
  ],
  parameters: { read: readStartParameters, write: writeStartParameters },
  renew: renewSchedule,
  mask: [],
  validate: validateSchedule,
  checkSettings: schedulePolicy,
  policyPaths: { images: [], serviceAccounts: [], volumes: [], forbidden: [] },
};
