import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { ClusterAccount } from './KubernetesCluster';

/**
 * `lakehouse.kubernetes.accounts`: how the portal signs in where the
 * `kubernetes` section cannot say it, or says it for users.
 */
export function readOwnAccounts(config: Config): Map<string, ClusterAccount> {
  const accounts = new Map<string, ClusterAccount>();
  const entries =
    config.getOptionalConfigArray('lakehouse.kubernetes.accounts') ?? [];
  for (const entry of entries) {
    const name = entry.getString('kubernetesCluster');
    if (accounts.has(name)) {
      throw new InputError(
        `lakehouse.kubernetes.accounts names the Kubernetes cluster '${name}' twice`,
      );
    }
    accounts.set(name, readEntry(name, entry));
  }
  return accounts;
}

function readEntry(name: string, entry: Config): ClusterAccount {
  const kubeconfig = entry.getOptionalConfig('kubeconfig');
  const certificate = entry.getOptionalConfig('clientCertificate');
  if (kubeconfig && !certificate) {
    return {
      type: 'kubeconfig',
      file: kubeconfig.getString('file'),
      context: kubeconfig.getOptionalString('context'),
    };
  }
  if (certificate && !kubeconfig) {
    return {
      type: 'certificate',
      certFile: certificate.getString('certFile'),
      keyFile: certificate.getString('keyFile'),
    };
  }
  throw new InputError(
    `lakehouse.kubernetes.accounts needs either a kubeconfig or a clientCertificate for the Kubernetes cluster '${name}'`,
  );
}
