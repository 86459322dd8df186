import { kubeflowRunForm } from '../forms/kubeflowRun/kubeflowRunForm';
import { isApplied } from './isApplied';
import { LABEL_NAME, STARTER, STARTER_LABEL } from './kubeflow/shapes';
import { startConsequences } from './kubeflow/starterConsequences';
import {
  fixedInStart,
  starterFootprint,
  startPolicy,
  validateStart,
} from './kubeflow/starterRules';
import { runOfStart, summarizeStart } from './kubeflow/summarizeStart';
import type { WorkloadKind } from './WorkloadKind';

/**
 * The start of one run: a `Job` of the pipeline starter. Runs are no objects
 * of GitOps; what asks for one is.
 * @public
 */
export const kubeflowStartKind: WorkloadKind = {
  id: 'kubeflow-start',
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  labelSelector: `${STARTER_LABEL}=${STARTER}`,
  role: 'job',
  title: 'Kubeflow start',
  titlePlural: 'Kubeflow starts',
  nameRule: LABEL_NAME,
  stage: 1,
  template: 'kubeflow-run',
  form: kubeflowRunForm,
  summarize: summarizeStart,
  footprint: starterFootprint,
  podSelector: object => ({
    'batch.kubernetes.io/job-name': object.metadata.name,
  }),
  isLive: isApplied,
  run: runOfStart,
  runsAgain: () => undefined,
  consequences: startConsequences,
  fixed: fixedInStart,
  editable: [],
  verbs: [],
  mask: [],
  validate: validateStart,
  checkSettings: startPolicy,
  policyPaths: { images: [], serviceAccounts: [], volumes: [], forbidden: [] },
};
