import { InputError } from '@backstage/errors';
import { ANNOTATION_OWNER, ANNOTATION_PURPOSE } from '../../annotations';
import { cronProblem } from '../../cron/cronWords';
import { timeZoneProblem } from '../../cron/timeZone';
import {
  type KfpIds,
  recurringRunSpec,
} from '../../kinds/kubeflow/recurringRun';
import { STARTER, STARTER_LABEL } from '../../kinds/kubeflow/shapes';
import { scheduleSpec, startSpec } from '../../kinds/kubeflow/starterPod';
import type { BuiltManifest, FormContext } from '../KindForm';
import { withoutUndefined } from '../spark/domainChoices';
import type { KubeflowRunInput } from './KubeflowRunInput';

/** Id of the kind that a form's answers make. @public */
export function kubeflowRunKindOf({
  schedule,
}: Pick<KubeflowRunInput, 'schedule'>):
  | 'kubeflow-start'
  | 'kubeflow-schedule'
  | 'kubeflow-recurring-run' {
  if (schedule?.how === 'recurring-run') {
    return 'kubeflow-recurring-run';
  }
  return schedule ? 'kubeflow-schedule' : 'kubeflow-start';
}

/**
 * The Job, CronJob or ScheduledWorkflow that a form's answers make. `kfpIds`:
 * KFP's,  for a ScheduledWorkflow. Pure. Throws `InputError` that names the field.
 * @public
 */
export function buildKubeflowRun(
  input: KubeflowRunInput,
  context: Pick<FormContext, 'settings'> & {
    kfpIds?: Pick<KfpIds, 'pipelineId' | 'pipelineVersionId'>;
  },
): BuiltManifest {
  const { name, what, parameters = {}, schedule } = input;
  const { pipeline, version } = what ?? {};
  if (!pipeline) {
    throw new InputError('what: choose a pipeline');
  }
  checkSchedule(schedule);
  const { kubeflow } = context.settings;
  const asked = {
    ...{ name, pipeline, parameters: withoutUndefined(parameters) },
    ...(version && { version }),
  } as Parameters<typeof startSpec>[0];
  if (kubeflowRunKindOf(input) === 'kubeflow-recurring-run') {
    return recurringRun(input, context);
  }
  const starter = kubeflow?.starter;
  if (!starter) {
    throw new InputError(
      'place: the settings of the domain have no pipeline starter; the platform team adds it',
    );
  }
  const metadata = {
    ...metadataOf(input),
    labels: { [STARTER_LABEL]: STARTER },
  };
  return schedule
    ? {
        ...{ apiVersion: 'batch/v1', kind: 'CronJob', metadata },
        spec: scheduleSpec(
          {
            ...asked,
            cron: schedule.cron.trim(),
            timeZone: schedule.timeZone || 'UTC',
            ...(schedule.suspend !== undefined && {
              suspend: schedule.suspend,
            }),
          },
          starter,
        ),
      }
    : {
        ...{ apiVersion: 'batch/v1', kind: 'Job', metadata },
        spec: startSpec(asked, starter),
      };
}

function recurringRun(
  input: KubeflowRunInput,
  { settings, kfpIds }: Parameters<typeof buildKubeflowRun>[1],
): BuiltManifest {
  const { parameters, schedule } = input;
  const { pipeline } = input.what;
  if (!settings.kubeflow?.recurringRuns) {
    throw new InputError(
      'schedule: the settings of the domain allow no recurring runs of KFP',
    );
  }
  if (schedule?.timeZone && schedule.timeZone !== 'UTC') {
    throw new InputError(
      'schedule: KFP has one time zone for all its recurring runs; say UTC, or have it started by the pipeline starter',
    );
  }
  if (!kfpIds) {
    throw new InputError(`what: KFP has no pipeline ${pipeline} yet`);
  }
  return {
    apiVersion: 'kubeflow.org/v1beta1',
    kind: 'ScheduledWorkflow',
    metadata: metadataOf(input),
    spec: recurringRunSpec({
      ...kfpIds,
      experimentId: settings.kubeflow.experimentId ?? '',
      ...{ pipeline, parameters, suspend: schedule?.suspend },
      cron: schedule?.cron.trim() ?? '',
    }),
  };
}

function metadataOf({ name, owner, purpose }: KubeflowRunInput) {
  const annotations = withoutUndefined({
    [ANNOTATION_OWNER]: owner || undefined,
    [ANNOTATION_PURPOSE]: purpose?.trim() || undefined,
  }) as Record<string, string>;
  return {
    name,
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
}

function checkSchedule(schedule: KubeflowRunInput['schedule']) {
  if (!schedule) {
    return;
  }
  const problem =
    cronProblem(schedule.cron) ??
    (schedule.timeZone ? timeZoneProblem(schedule.timeZone) : undefined);
  if (problem) {
    throw new InputError(`schedule: ${problem}`);
  }
}
