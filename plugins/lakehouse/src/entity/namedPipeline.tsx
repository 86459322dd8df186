import { useEntity } from '@backstage/plugin-catalog-react';
import { ANNOTATION_KUBEFLOW_PIPELINE } from '@lakefront/backstage-plugin-lakehouse-common';
import type { KubeflowAddress } from '../api';
import { EmptyState } from '../components/States';
import { readKubeflowAnnotation } from './readKubeflowAnnotation';

/** The pipeline that the entity of the page names, and the annotation as it stands there. */
export function useNamedPipeline(): {
  value: string;
  address: KubeflowAddress | undefined;
} {
  const { entity } = useEntity();
  const value =
    entity.metadata.annotations?.[ANNOTATION_KUBEFLOW_PIPELINE]?.trim() ?? '';
  return { value, address: readKubeflowAnnotation(value) };
}

/** Says how an entity names a pipeline, where it does not. */
export function NoPipelineNamed({ value }: { value: string }) {
  return (
    <EmptyState title="The entity names no pipeline">
      Its annotation <code>{ANNOTATION_KUBEFLOW_PIPELINE}</code> is{' '}
      {value ? <code>{value}</code> : 'empty'}. It takes a Kubernetes cluster, a
      namespace and the name of a Pipeline object, as{' '}
      <code>west/dom-sales/orders-features</code>.
    </EmptyState>
  );
}
