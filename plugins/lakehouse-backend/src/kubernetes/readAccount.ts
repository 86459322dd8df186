import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { KubernetesCluster } from './KubernetesCluster';

/** The environment, as far as it says where we run. */
export type Environment = Record<string, string | undefined>;

/** The keys that Backstage's strategies read. */
const AUTH_PROVIDER = 'kubernetes.io/auth-provider';
const AWS_ASSUME_ROLE = 'kubernetes.io/aws-assume-role';
const AWS_EXTERNAL_ID = 'kubernetes.io/aws-external-id';

/** What Kubernetes mounts into every pod that runs as a service account. */
const MOUNTED_CA = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';

/** These take the token of the user who looks; what to use instead. */
const OF_USERS: Record<string, string> = {
  google: "authProvider 'googleServiceAccount'",
  oidc: "authProvider 'serviceAccount' with a serviceAccountToken",
  aks: "authProvider 'azure'",
};

type Read = Pick<KubernetesCluster, 'account'> &
  Partial<Pick<KubernetesCluster, 'url' | 'caFile'>>;

/** How the portal signs in to a cluster of the `kubernetes` section, and where that says more than the section. */
export function readAccount(
  name: string,
  config: Config,
  environment: Environment,
): Read {
  const metadata = readMetadata(config);
  const provider =
    metadata[AUTH_PROVIDER] ?? config.getOptionalString('authProvider');
  switch (provider) {
    case 'serviceAccount':
      return metadata.serviceAccountToken
        ? { account: { type: 'token', token: metadata.serviceAccountToken } }
        : readMounted(name, config, environment);
    case 'aws':
    case 'azure':
    case 'googleServiceAccount':
      return { account: { type: 'strategy', strategy: provider, metadata } };
    case 'localKubectlProxy':
      return { account: { type: 'none' } };
    default:
      throw refusal(name, provider);
  }
}

/** As `ConfigClusterLocator` of Backstage's Kubernetes backend makes it. */
function readMetadata(config: Config): Record<string, string> {
  const text = (key: string) => config.getOptionalString(key);
  const own: Record<string, string | undefined> = {
    serviceAccountToken: text('serviceAccountToken'),
    [AWS_ASSUME_ROLE]: text('assumeRole'),
    [AWS_EXTERNAL_ID]: text('externalId'),
    // Keys with dots in them are no paths of config: they are read as a whole.
    ...(config.getOptional<JsonObject>('authMetadata') as Record<
      string,
      string
    >),
  };
  return Object.fromEntries(
    Object.entries(own).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}

/**
 * The service account of the pod that the portal runs in. It goes to the API
 * server that mounted it, as in Backstage's own backend, whatever the address
 * in config: anybody else would be given a key to it.
 */
function readMounted(
  name: string,
  config: Config,
  environment: Environment,
): Read {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } =
    environment;
  if (!host) {
    throw new InputError(
      `The Kubernetes cluster '${name}' has no serviceAccountToken, so that the service account of the portal's own pod would be used; but the portal does not run in a Kubernetes cluster (KUBERNETES_SERVICE_HOST is not set). Give it a serviceAccountToken`,
    );
  }
  const address = host.includes(':') ? `[${host}]` : host;
  const trusts = config.has('caData') || config.has('caFile');
  return {
    account: { type: 'strategy', strategy: 'serviceAccount', metadata: {} },
    url: `https://${address}:${port ?? '443'}`,
    ...(!trusts && { caFile: MOUNTED_CA }),
  };
}

function refusal(name: string, provider: string | undefined): InputError {
  const instead =
    'or name a kubeconfig or a client certificate of a read-only account for it in lakehouse.kubernetes.accounts';
  if (provider === undefined) {
    return new InputError(
      `The Kubernetes cluster '${name}' has no authProvider; use one that needs no user, as 'serviceAccount', ${instead}`,
    );
  }
  const better = OF_USERS[provider];
  return new InputError(
    better
      ? `The Kubernetes cluster '${name}' has authProvider '${provider}', which takes the token of the user who looks; the portal watches while nobody does. Use ${better}, ${instead}`
      : `The Kubernetes cluster '${name}' has authProvider '${provider}', which is not known here; use 'serviceAccount', 'aws', 'azure', 'googleServiceAccount' or 'localKubectlProxy', ${instead}`,
  );
}
