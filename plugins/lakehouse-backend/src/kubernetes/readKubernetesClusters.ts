import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { KubernetesCluster } from './KubernetesCluster';
import { type Environment, readAccount } from './readAccount';
import { readOwnAccounts } from './readOwnAccounts';

/** Where `kubectl proxy` listens, and what Backstage calls what is behind it. */
const LOCAL_PROXY = { name: 'local', url: 'http://127.0.0.1:8001' };

/**
 * Reads the clusters that Backstage's Kubernetes plugin reads too. What we
 * cannot watch from the server side is refused at start, not found out later.
 */
export function readKubernetesClusters(
  config: Config,
  environment: Environment = process.env,
): KubernetesCluster[] {
  const own = readOwnAccounts(config, 'accounts');
  const dryRun = readOwnAccounts(config, 'dryRunAccounts');
  const locators =
    config.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? [];
  const clusters = locators.flatMap((locator): KubernetesCluster[] => {
    switch (locator.getString('type')) {
      case 'config':
        return locator
          .getConfigArray('clusters')
          .map(cluster => readCluster(cluster, { own, environment }));
      case 'localKubectlProxy':
        return [
          {
            ...LOCAL_PROXY,
            title: LOCAL_PROXY.name,
            account: { type: 'none' },
            skipTLSVerify: false,
          },
        ];
      // Clusters that are found by asking somebody are that plugin's alone.
      default:
        return [];
    }
  });
  const names = clusters.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) {
    throw new InputError(
      `kubernetes.clusterLocatorMethods names the cluster '${twice}' twice`,
    );
  }
  for (const [list, accounts] of Object.entries({
    accounts: own,
    dryRunAccounts: dryRun,
  })) {
    const unknown = [...accounts.keys()].find(name => !names.includes(name));
    if (unknown) {
      throw new InputError(
        `lakehouse.kubernetes.${list} names the Kubernetes cluster '${unknown}', which kubernetes.clusterLocatorMethods does not have`,
      );
    }
  }
  return clusters.map(cluster => ({
    ...cluster,
    ...(dryRun.has(cluster.name) && {
      dryRunAccount: dryRun.get(cluster.name),
    }),
  }));
}

function readCluster(
  config: Config,
  options: {
    own: ReturnType<typeof readOwnAccounts>;
    environment: Environment;
  },
): KubernetesCluster {
  const name = config.getString('name');
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) {
    throw new InputError(
      `The Kubernetes cluster name '${name}' must be lower case letters, digits, '-' and '.', as it is part of addresses and paths`,
    );
  }
  const account = options.own.get(name);
  return {
    name,
    title: config.getOptionalString('title') ?? name,
    url: config.getString('url').replace(/\/+$/, ''),
    caData: config.getOptionalString('caData'),
    caFile: config.getOptionalString('caFile'),
    skipTLSVerify: config.getOptionalBoolean('skipTLSVerify') ?? false,
    ...(account ? { account } : readAccount(name, config, options.environment)),
  };
}
