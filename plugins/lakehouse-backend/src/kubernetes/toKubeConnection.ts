import { readFile } from 'node:fs/promises';
import type {
  ConnectionCredentials,
  KubeConnection,
} from '@lakefront/kube-index';
import type { KubernetesCluster } from './KubernetesCluster';

/** A cluster of config as kube-index wants it; the CA file is read again at every connect, as it may be renewed. */
export function toKubeConnection(cluster: KubernetesCluster): KubeConnection {
  return {
    name: cluster.name,
    async credentials(): Promise<ConnectionCredentials> {
      return {
        server: cluster.url,
        token: cluster.serviceAccountToken,
        skipTLSVerify: cluster.skipTLSVerify,
        caData:
          cluster.caData ??
          (cluster.caFile &&
            (await readFile(cluster.caFile)).toString('base64')),
      };
    },
  };
}
