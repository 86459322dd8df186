import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import {
  ANNOTATION_DOMAIN,
  ANNOTATION_KUBEFLOW_PIPELINE,
  ANNOTATION_LAKEFS,
} from '@lakefront/backstage-plugin-lakehouse-common';

/**
 * `entity-card:lakehouse/domain`: the domain that an entity of the catalog
 * names by the annotation `lakefront.dev/domain`.
 */
export const domainCard = EntityCardBlueprint.make({
  name: 'domain',
  params: {
    type: 'content',
    filter: {
      [`metadata.annotations.${ANNOTATION_DOMAIN}`]: { $exists: true },
    },
    loader: () => import('./DomainCard').then(m => <m.DomainCard />),
  },
});

/**
 * `entity-card:lakehouse/lakefs`: the repository of lakeFS that an entity of
 * the catalog names by the annotation `lakefront.dev/lakefs`.
 */
export const lakefsCard = EntityCardBlueprint.make({
  name: 'lakefs',
  params: {
    type: 'content',
    filter: {
      [`metadata.annotations.${ANNOTATION_LAKEFS}`]: { $exists: true },
    },
    loader: () => import('./LakeFSCard').then(m => <m.LakeFSCard />),
  },
});

/**
 * `entity-card:lakehouse/kubeflow-pipeline`: the pipeline of Kubeflow that an
 * entity of the catalog names by the annotation `lakefront.dev/kubeflow-pipeline`.
 */
export const kubeflowPipelineCard = EntityCardBlueprint.make({
  name: 'kubeflow-pipeline',
  params: {
    type: 'content',
    filter: {
      [`metadata.annotations.${ANNOTATION_KUBEFLOW_PIPELINE}`]: {
        $exists: true,
      },
    },
    loader: () =>
      import('./KubeflowPipelineCard').then(m => <m.KubeflowPipelineCard />),
  },
});
