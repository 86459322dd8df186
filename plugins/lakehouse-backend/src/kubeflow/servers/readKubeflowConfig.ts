import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  readEndpoint,
  readPageUrl,
  readRefreshInterval,
  refuseTwice,
} from '../../servers/readServerConfig';

/** One of `lakehouse.kubeflow`. */
export interface KubeflowServerConfig {
  /** The Kubernetes cluster that it runs on: there is one on each at most. */
  kubernetesCluster: string;
  endpoint: string;
  /** Of its own UI, without a slash at the end. */
  url: string;
  /** The file wins, as it is read again at each call. */
  credentials: { token?: string; tokenFile?: string };
  userHeader?: { name: string; value: string };
  /** How often it is asked at most how it is. */
  refreshIntervalMs: number;
}

const KEY = 'lakehouse.kubeflow';
const DEFAULT_REFRESH_MS = 60_000;
/** What a header may be called: a token of HTTP. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HEADER_VALUE = /^[\x20-\x7e]+$/;

/**
 * Reads `lakehouse.kubeflow`; throws with the key at fault, never with a
 * credential. `known`: names of Kubernetes clusters that there are.
 */
export function readKubeflowConfig(
  config: Config,
  known: readonly string[],
): KubeflowServerConfig[] {
  const servers = (config.getOptionalConfigArray(KEY) ?? []).map(one =>
    readServer(one, known),
  );
  refuseTwice(
    KEY,
    servers.map(({ kubernetesCluster }) => kubernetesCluster),
    'a Kubernetes cluster has one Kubeflow Pipelines',
  );
  return servers;
}

function readServer(
  config: Config,
  known: readonly string[],
): KubeflowServerConfig {
  const name = config.getString('kubernetesCluster');
  if (!known.includes(name)) {
    throw new InputError(
      `${KEY}[].kubernetesCluster names the Kubernetes cluster '${name}', which kubernetes.clusterLocatorMethods does not have`,
    );
  }
  const server = { list: KEY, name };
  const { endpoint, checked } = readEndpoint(config, server, 'token');
  const { origin, pathname } = checked;
  const base = pathname.replace(/\/+$/, '').replace(/\/apis\/v2beta1$/, '');
  const userHeader = readUserHeader(config, name);
  return {
    kubernetesCluster: name,
    endpoint,
    url: readPageUrl(config, server) ?? `${origin}${base}`,
    credentials: readCredentials(config, name, userHeader !== undefined),
    ...(userHeader && { userHeader }),
    refreshIntervalMs: readRefreshInterval(config, server, DEFAULT_REFRESH_MS),
  };
}

function readCredentials(config: Config, name: string, hasHeader: boolean) {
  const token = config.getOptionalString('credentials.token');
  const tokenFile = config.getOptionalString('credentials.tokenFile');
  if (!token && !tokenFile && !hasHeader) {
    throw new InputError(
      `${KEY}[] of '${name}' must have credentials.token or credentials.tokenFile, or a userHeader that a proxy before it would set`,
    );
  }
  return { ...(token && { token }), ...(tokenFile && { tokenFile }) };
}

function readUserHeader(config: Config, name: string) {
  const header = config.getOptionalConfig('userHeader');
  if (!header) {
    return undefined;
  }
  const read = {
    name: header.getString('name'),
    value: header.getString('value'),
  };
  if (!HEADER_NAME.test(read.name) || !HEADER_VALUE.test(read.value)) {
    throw new InputError(
      `${KEY}[].userHeader of '${name}' must have the name of an HTTP header, and a value in printable ASCII`,
    );
  }
  return read;
}
