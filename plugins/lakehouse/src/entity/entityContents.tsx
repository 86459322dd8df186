import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { ANNOTATION_KUBEFLOW_PIPELINE } from '@lakefront/backstage-plugin-lakehouse-common';

/**
 * `entity-content:lakehouse/kubeflow-pipeline`: a tab with the whole page of
 * the pipeline that an entity names by `lakefront.dev/kubeflow-pipeline`.
 */
export const kubeflowPipelineContent = EntityContentBlueprint.make({
  name: 'kubeflow-pipeline',
  params: {
    path: 'kubeflow-pipeline',
    title: 'Pipeline',
    filter: {
      [`metadata.annotations.${ANNOTATION_KUBEFLOW_PIPELINE}`]: {
        $exists: true,
      },
    },
    loader: () =>
      import('./KubeflowPipelineContent').then(m => (
        <m.KubeflowPipelineContent />
      )),
  },
});
