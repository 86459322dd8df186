import { useParams } from 'react-router-dom';
import type { KubeflowAddress } from '../../api';

/** What the address of the page names; a run is named by its id. */
export function useKubeflowAddress(
  part: 'name' | 'runId' = 'name',
): KubeflowAddress {
  const params = useParams();
  return {
    kubernetesCluster: params.kubernetesCluster ?? '',
    namespace: params.namespace ?? '',
    name: params[part] ?? '',
  };
}
