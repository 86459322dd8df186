import { isApplied } from './isApplied';
import { versionConsequences } from './kubeflow/pipelineConsequences';
import { checkVersionRemoval } from './kubeflow/removal';
import { LABEL_NAME } from './kubeflow/shapes';
import { summarizeVersion } from './kubeflow/summarizeVersion';
import {
  fixedInVersion,
  validateVersion,
  versionFootprint,
  versionPolicy,
} from './kubeflow/versionRules';
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
  // KFP's webhook makes its pipeline the owner, also of one that came by Git.
  belongsTo: 'Pipeline',
  title: 'Kubeflow pipeline version',
  titlePlural: 'Kubeflow pipeline versions',
  nameRule: LABEL_NAME,
  // KFP's webhook refuses one whose Pipeline is not there yet.
  stage: 2,
  summarize: summarizeVersion,
  footprint: versionFootprint,
  podSelector: () => ({}),
  isLive: isApplied,
  run: () => undefined,
  runsAgain: () => undefined,
  consequences: versionConsequences,
  checkRemoval: checkVersionRemoval,
  fixed: fixedInVersion,
  editable: [{ path: 'spec.displayName', label: 'Title', type: 'string' }],
  verbs: [],
  mask: [],
  validate: validateVersion,
  checkSettings: versionPolicy,
  compiled: ['spec.pipelineSpec', 'spec.platformSpec'],
  policyPaths: {
    // Those of its steps are known by `checkSettings`, however they are spelled.
    images: [],
    serviceAccounts: [],
    volumes: [],
    forbidden: [],
  },
};
