import type { KubeflowAddress } from '../api';
import { readKubeflowKey } from '../paths';

/** Names as Kubernetes and the portal's configuration have them. */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/** The pipeline that `<kubernetesCluster>/<namespace>/<name>` names; nothing where that names none. */
export function readKubeflowAnnotation(
  value: string,
): KubeflowAddress | undefined {
  const address = readKubeflowKey(value.trim());
  return address && Object.values(address).every(name => NAME.test(name))
    ? address
    : undefined;
}
