import { ANNOTATION_OWNER, ANNOTATION_PURPOSE } from '../../annotations';
import { readSchedule, readStart } from '../../kinds/kubeflow/readStart';
import { readRecurringParameters } from '../../kinds/kubeflow/recurringRun';
import { recordAt, specOf, textAt } from '../../kinds/kubeflow/shapes';
import { withoutSeconds } from '../../cron/cronWords';
import type { KubernetesObject } from '../../types';
import type { FormContext, KindForm } from '../KindForm';
import { buildKubeflowRun } from './buildKubeflowRun';
import type { KubeflowRunInput } from './KubeflowRunInput';

/** The form of `templates/kubeflow-run`, of what the pipeline starter starts. */
export const kubeflowRunForm: KindForm = {
  build: (answers, context) =>
    buildKubeflowRun(answers as unknown as KubeflowRunInput, context),
  guess: guessKubeflowRun,
};

function guessKubeflowRun(manifest: KubernetesObject) {
  const { annotations } = manifest.metadata;
  const isSchedule = specOf(manifest).schedule !== undefined;
  const schedule = isSchedule ? readSchedule(manifest).asked : undefined;
  const asked = schedule ?? readStart(manifest).asked;
  if (!asked) {
    throw new Error('It is no start of a run');
  }
  return {
    name: asked.name,
    owner: annotations?.[ANNOTATION_OWNER],
    purpose: annotations?.[ANNOTATION_PURPOSE],
    what: { pipeline: asked.pipeline, version: asked.version },
    parameters: asked.parameters,
    schedule: schedule && {
      cron: schedule.cron,
      timeZone: schedule.timeZone,
      suspend: schedule.suspend,
    },
  };
}

/** The same form, of what KFP starts by its own clock: it knows pipelines by ids. */
export const kubeflowRecurringRunForm: KindForm = {
  build(answers, context) {
    const input = answers as unknown as KubeflowRunInput;
    const { pipeline, version } = input.what;
    const pipelineId = context.ids?.idOf('kubeflow-pipeline', pipeline);
    const pipelineVersionId = version
      ? context.ids?.idOf('kubeflow-pipeline-version', version)
      : '';
    return buildKubeflowRun(input, {
      ...context,
      ...(pipelineId !== undefined &&
        pipelineVersionId !== undefined && {
          kfpIds: { pipelineId, pipelineVersionId },
        }),
    });
  },
  guess: guessRecurringRun,
};

function guessRecurringRun(manifest: KubernetesObject, { ids }: FormContext) {
  const { name, annotations } = manifest.metadata;
  const spec = specOf(manifest);
  const given = readRecurringParameters(manifest, ids);
  const cron = textAt(
    recordAt(recordAt(spec, 'trigger'), 'cronSchedule'),
    'cron',
  );
  if (!given || !cron) {
    throw new Error('It is no recurring run by the clock');
  }
  return {
    name,
    owner: annotations?.[ANNOTATION_OWNER],
    purpose: annotations?.[ANNOTATION_PURPOSE],
    what: { pipeline: given.pipeline, version: given.version },
    parameters: given.values,
    schedule: {
      cron: withoutSeconds(cron),
      ...(spec.enabled === false && { suspend: true }),
      how: 'recurring-run',
    },
  };
}
