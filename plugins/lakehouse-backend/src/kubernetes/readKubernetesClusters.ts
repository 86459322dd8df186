import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { KubernetesCluster } from './KubernetesCluster';

/**
 * Reads the clusters that Backstage's Kubernetes plugin reads too. What we
 * cannot watch from the server side is refused at start, not found out later.
 */
export function readKubernetesClusters(config: Config): KubernetesCluster[] {
  const locators =
    config.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? [];
  const clusters = locators
    .filter(locator => locator.getString('type') === 'config')
    .flatMap(locator => locator.getConfigArray('clusters'))
    .map(readCluster);
  const names = clusters.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) {
    throw new InputError(
      `kubernetes.clusterLocatorMethods names the cluster '${twice}' twice`,
    );
  }
  return clusters;
}

function readCluster(config: Config): KubernetesCluster {
  const name = config.getString('name');
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) {
    throw new InputError(
      `The Kubernetes cluster name '${name}' must be lower case letters, digits, '-' and '.', as it is part of addresses and paths`,
    );
  }
  const authProvider =
    config.getOptionalString('authProvider') ??
    config.getOptionalString('authMetadata.kubernetes.io/auth-provider');
  if (authProvider !== 'serviceAccount') {
    throw new InputError(
      `The Kubernetes cluster '${name}' has authProvider '${authProvider}'; only 'serviceAccount' with a serviceAccountToken can be watched from the server side`,
    );
  }
  const serviceAccountToken = config.getOptionalString('serviceAccountToken');
  if (!serviceAccountToken) {
    throw new InputError(
      `The Kubernetes cluster '${name}' needs a serviceAccountToken`,
    );
  }
  return {
    name,
    title: config.getOptionalString('title') ?? name,
    url: config.getString('url').replace(/\/+$/, ''),
    serviceAccountToken,
    caData: config.getOptionalString('caData'),
    caFile: config.getOptionalString('caFile'),
    skipTLSVerify: config.getOptionalBoolean('skipTLSVerify') ?? false,
  };
}
