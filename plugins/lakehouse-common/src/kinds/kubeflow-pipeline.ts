import { isApplied } from './isApplied';
import { pipelineConsequences } from './kubeflow/pipelineConsequences';
import { checkPipelineRemoval } from './kubeflow/removal';
import { LABEL_NAME, NOTHING } from './kubeflow/shapes';
import { summarizePipeline } from './kubeflow/summarizePipeline';
import { validatePipeline } from './kubeflow/versionRules';
import type { WorkloadKind } from './WorkloadKind';

/**
 * A pipeline of Kubeflow: `Pipeline` of KFP in its Kubernetes-native mode. It
 * holds a name and what it is for; what runs is in its versions.
 * @public
 */
export const kubeflowPipelineKind: WorkloadKind = {
  id: 'kubeflow-pipeline',
  group: 'pipelines.kubeflow.org',
  version: 'v2beta1',
  kind: 'Pipeline',
  plural: 'pipelines',
  role: 'pipeline',
  title: 'Kubeflow pipeline',
  titlePlural: 'Kubeflow pipelines',
  nameRule: LABEL_NAME,
  stage: 1,
  template: 'kubeflow-pipeline',
  summarize: summarizePipeline,
  footprint: () => NOTHING,
  podSelector: () => ({}),
  isLive: isApplied,
  run: () => undefined,
  runsAgain: () => undefined,
  consequences: pipelineConsequences,
  checkRemoval: checkPipelineRemoval,
  editable: [
    { path: 'spec.displayName', label: 'Title', type: 'string' },
    { path: 'spec.description', label: 'What it is for', type: 'string' },
  ],
  verbs: [],
  mask: [],
  validate: validatePipeline,
  policyPaths: { images: [], serviceAccounts: [], volumes: [], forbidden: [] },
};
