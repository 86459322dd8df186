import { kubeflowRecurringRunForm } from '../forms/kubeflowRun/kubeflowRunForm';
import { isApplied } from './isApplied';
import {
  readRecurringParameters,
  recurringRunConsequences,
  recurringRunPolicy,
  validateRecurringRun,
  writeRecurringParameters,
} from './kubeflow/recurringRun';
import { LABEL_NAME, NOTHING, withSpec } from './kubeflow/shapes';
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
  emptyStatus: true,
  template: 'kubeflow-run',
  form: kubeflowRecurringRunForm,
  summarize: summarizeRecurringRun,
  footprint: () => NOTHING,
  podSelector: () => ({}),
  isLive: isApplied,
  run: () => undefined,
  runsAgain: () => undefined,
  consequences: recurringRunConsequences,
  editable: [
    {
      path: 'spec.trigger.cronSchedule.cron',
      label: 'When',
      type: 'string',
      hint: 'Six fields, seconds first: 0 0 3 * * *',
    },
    {
      path: 'spec.maxConcurrency',
      label: 'Runs at once, at most',
      type: 'integer',
      ...{ min: 1, max: 10 },
    },
    { path: 'parameters', label: 'Parameters', type: 'parameters' },
  ],
  verbs: [
    {
      id: 'suspend',
      title: 'Suspend',
      runsAgain: false,
      states: ['pending', 'running', 'succeeded', 'failed', 'unknown'],
      apply: manifest => withSpec(manifest, { enabled: false }),
    },
    {
      id: 'resume',
      title: 'Resume',
      runsAgain: false,
      states: ['suspended'],
      apply: manifest => withSpec(manifest, { enabled: true }),
    },
  ],
  parameters: {
    read: readRecurringParameters,
    write: writeRecurringParameters,
  },
  mask: [],
  validate: validateRecurringRun,
  checkSettings: recurringRunPolicy,
  policyPaths: {
    images: [],
    serviceAccounts: ['spec.serviceAccount'],
    volumes: [],
    // Plugins of KFP are set up by the platform.
    forbidden: ['spec.pluginsInput'],
  },
};
