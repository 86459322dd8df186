import { isApplied } from './isApplied';
import { LABEL_NAME, NOTHING } from './kubeflow/shapes';
import { summarizeVersion } from './kubeflow/summarizeVersion';
import type { WorkloadKind } from './WorkloadKind';

/**
 * One version of a pipeline of Kubeflow: `PipelineVersion` of KFP with the
 * compiled pipeline in it. It never changes; the next one is another object.
 * @public
 */
export const kubeflowPipelineVersionKind: WorkloadKind = {
  id: 'kubeflow-pipeline-version',
  group: 'pipelines.kubeflow.org',
  version: 'v2beta1',
  kind: 'PipelineVersion',
  plural: 'pipelineversions',
  role: 'version',
  title: 'Kubeflow pipeline version',
  titlePlural: 'Kubeflow pipeline versions',
  nameRule: LABEL_NAME,
  // KFP's webhook refuses one whose Pipeline is not there yet.
  stage: 2,
  summarize: summarizeVersion,
  footprint: () => NOTHING,
  podSelector: () => ({}),
  isLive: isApplied,
  run: () => undefined,
  runsAgain: () => undefined,
  editable: [],
  verbs: [],
  mask: [],
  validate: () => [],
  policyPaths: {
    images: [],
    serviceAccounts: [],
    volumes: [],
    forbidden: [],
  },
};
