import { isApplied } from './isApplied';
import { LABEL_NAME, NOTHING, STARTER, STARTER_LABEL } from './kubeflow/shapes';
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
  summarize: summarizeStart,
  footprint: () => NOTHING,
  podSelector: object => ({
    'batch.kubernetes.io/job-name': object.metadata.name,
  }),
  isLive: isApplied,
  run: runOfStart,
  runsAgain: () => undefined,
  editable: [],
  verbs: [],
  mask: [],
  validate: () => [],
  policyPaths: { images: [], serviceAccounts: [], volumes: [], forbidden: [] },
};
