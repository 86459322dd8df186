import { type Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';

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
const SHORTEST_REFRESH_MS = 1_000;
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
  const names = servers.map(({ kubernetesCluster }) => kubernetesCluster);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) {
    throw new InputError(
      `${KEY} has '${twice}' twice; a Kubernetes cluster has one Kubeflow Pipelines`,
    );
  }
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
  const endpoint = config.getString('endpoint');
  const { protocol, hostname, origin, pathname } = readUrl(
    endpoint,
    `${KEY}[].endpoint of '${name}'`,
  );
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && loopback)) {
    throw new InputError(
      `${KEY}[].endpoint of '${name}' must be https; plain http is for loopback addresses, as the portal's token is sent to it`,
    );
  }
  const url = config.getOptionalString('url');
  const base = pathname.replace(/\/+$/, '').replace(/\/apis\/v2beta1$/, '');
  const userHeader = readUserHeader(config, name);
  return {
    kubernetesCluster: name,
    endpoint,
    url: url ? pageUrl(url, name) : `${origin}${base}`,
    credentials: readCredentials(config, name, userHeader !== undefined),
    ...(userHeader && { userHeader }),
    refreshIntervalMs: readRefresh(config, name),
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

function pageUrl(text: string, name: string): string {
  const key = `${KEY}[].url of '${name}'`;
  const { protocol, origin, pathname } = readUrl(text, key);
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new InputError(`${key} must be http or https`);
  }
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}

function readUrl(text: string, key: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new InputError(`${key} is no URL`);
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new InputError(
      `${key} must hold no user, password, query or fragment`,
    );
  }
  return url;
}

function readRefresh(config: Config, name: string): number {
  if (!config.has('refreshInterval')) {
    return DEFAULT_REFRESH_MS;
  }
  const ms = durationToMilliseconds(
    readDurationFromConfig(config, { key: 'refreshInterval' }),
  );
  if (!(ms >= SHORTEST_REFRESH_MS)) {
    throw new InputError(
      `${KEY}[].refreshInterval of '${name}' must be a second at least`,
    );
  }
  return ms;
}
