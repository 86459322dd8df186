import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { ClusterAccount } from './KubernetesCluster';

/** Lists of accounts below `lakehouse.kubernetes`. */
type AccountList = 'accounts' | 'dryRunAccounts';

/**
 * Accounts by Kubernetes cluster: `accounts` says how the portal signs in where
 * the `kubernetes` section cannot say it, or says it for users;
 * `dryRunAccounts` with what it tries changes out.
 */
export function readOwnAccounts(
  config: Config,
  list: AccountList,
): Map<string, ClusterAccount> {
  const accounts = new Map<string, ClusterAccount>();
  const key = `lakehouse.kubernetes.${list}`;
  for (const entry of config.getOptionalConfigArray(key) ?? []) {
    const name = entry.getString('kubernetesCluster');
    if (accounts.has(name)) {
      throw new InputError(
        `${key} names the Kubernetes cluster '${name}' twice`,
      );
    }
    accounts.set(name, readEntry(entry, `${key} for the cluster '${name}'`));
  }
  return accounts;
}

function readEntry(entry: Config, where: string): ClusterAccount {
  const kubeconfig = entry.getOptionalConfig('kubeconfig');
  const certificate = entry.getOptionalConfig('clientCertificate');
  const token = entry.getOptionalString('serviceAccountToken');
  const given: ClusterAccount[] = [];
  if (kubeconfig) {
    given.push({
      type: 'kubeconfig',
      file: kubeconfig.getString('file'),
      context: kubeconfig.getOptionalString('context'),
    });
  }
  if (certificate) {
    given.push({
      type: 'certificate',
      certFile: certificate.getString('certFile'),
      keyFile: certificate.getString('keyFile'),
    });
  }
  if (token) {
    given.push({ type: 'token', token });
  }
  if (given.length !== 1) {
    throw new InputError(
      `${where} needs either a kubeconfig, a clientCertificate or a serviceAccountToken`,
    );
  }
  return given[0];
}
