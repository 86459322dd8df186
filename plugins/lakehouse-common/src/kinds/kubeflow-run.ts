import { LABEL_NAME, RUN_ID_LABEL } from './kubeflow/shapes';
import { runOfWorkflow, summarizeWorkflow } from './kubeflow/summarizeWorkflow';
import { workflowFootprint } from './kubeflow/workflowFootprint';
import type { WorkloadKind } from './WorkloadKind';

/**
 * A run of a pipeline: the Argo `Workflow` that KFP made for it. KFP makes and
 * removes it; nobody else writes one.
 * @public
 */
export const kubeflowRunKind: WorkloadKind = {
  id: 'kubeflow-run',
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'Workflow',
  plural: 'workflows',
  labelSelector: RUN_ID_LABEL,
  readOnly: true,
  role: 'run',
  title: 'Kubeflow run',
  titlePlural: 'Kubeflow runs',
  nameRule: LABEL_NAME,
  stage: 1,
  summarize: summarizeWorkflow,
  footprint: workflowFootprint,
  podSelector: object => ({
    'workflows.argoproj.io/workflow': object.metadata.name,
  }),
  isLive: () => true,
  run: runOfWorkflow,
  runsAgain: () => undefined,
  editable: [],
  verbs: [],
  mask: [],
  validate: () => [],
  policyPaths: { images: [], serviceAccounts: [], volumes: [], forbidden: [] },
};
