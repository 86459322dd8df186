import { ANNOTATION_OWNER, ANNOTATION_PURPOSE } from '../../annotations';
import { readSchedule, readStart } from '../../kinds/kubeflow/readStart';
import { specOf } from '../../kinds/kubeflow/shapes';
import type { KubernetesObject } from '../../types';
import type { KindForm } from '../KindForm';
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
