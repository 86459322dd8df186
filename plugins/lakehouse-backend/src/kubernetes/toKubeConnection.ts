import { readFile } from 'node:fs/promises';
import { ServiceUnavailableError } from '@backstage/errors';
import type { KubernetesCredential } from '@backstage/plugin-kubernetes-node';
import type {
  ConnectionCredentials,
  KubeConnection,
} from '@lakefront/kube-index';
import type { AskStrategy } from './askStrategy';
import type { ClusterAccount, KubernetesCluster } from './KubernetesCluster';
import { createKubeconfigReader } from './readKubeconfig';

type Proof = Pick<ConnectionCredentials, 'token' | 'certData' | 'keyData'>;

/** A cluster of config as kube-index wants it; files and strategies are asked again at every connect, as what they give is renewed. */
export function toKubeConnection(
  cluster: KubernetesCluster,
  options: { askStrategy: AskStrategy },
): KubeConnection {
  const { name, account } = cluster;
  if (account.type === 'kubeconfig') {
    return { name, credentials: createKubeconfigReader(account) };
  }
  return {
    name,
    credentials: async () => ({
      server: cluster.url,
      skipTLSVerify: cluster.skipTLSVerify,
      caData:
        cluster.caData ??
        (cluster.caFile && (await readFile(cluster.caFile)).toString('base64')),
      ...(await prove(cluster, account, options.askStrategy)),
    }),
  };
}

async function prove(
  cluster: KubernetesCluster,
  account: Exclude<ClusterAccount, { type: 'kubeconfig' }>,
  askStrategy: AskStrategy,
): Promise<Proof> {
  switch (account.type) {
    case 'token':
      return { token: account.token };
    case 'certificate':
      return {
        certData: await readFile(account.certFile, 'utf8'),
        keyData: await readFile(account.keyFile, 'utf8'),
      };
    case 'strategy': {
      const { name, url } = cluster;
      const { strategy, metadata } = account;
      const details = { name, url, authMetadata: metadata };
      const credential = await askStrategy(strategy, details);
      return toProof(credential, { name, strategy });
    }
    default:
      return {};
  }
}

function toProof(
  credential: KubernetesCredential,
  { name, strategy }: { name: string; strategy: string },
): Proof {
  switch (credential.type) {
    case 'bearer token':
      return { token: credential.token.trim() };
    case 'x509 client certificate':
      return { certData: credential.cert, keyData: credential.key };
    default:
      // Nobody is nobody's account: what it may see would be a matter of luck.
      throw new ServiceUnavailableError(
        `The strategy '${strategy}' gave no credentials for the Kubernetes cluster '${name}'`,
      );
  }
}
