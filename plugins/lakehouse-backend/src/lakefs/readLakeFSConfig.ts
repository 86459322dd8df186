import { type Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';

/** Where a key pair comes from: files win, as they are read again at each call. */
export interface LakeFSKeySource {
  accessKeyId?: string;
  secretAccessKey?: string;
  accessKeyIdFile?: string;
  secretAccessKeyFile?: string;
}

/** One of `lakehouse.lakefs.servers`. */
export interface LakeFSServerConfig {
  /** As settings of domains and `LakeFSBranch` objects call it. */
  name: string;
  endpoint: string;
  /** Of its own UI, without a slash at the end. */
  url: string;
  key: LakeFSKeySource;
  /** How often it is asked at most for what lists show. */
  refreshIntervalMs: number;
}

const SERVERS = 'lakehouse.lakefs.servers';
/** The same as in the CRD of `LakeFSBranch`. */
const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DEFAULT_REFRESH_MS = 30_000;
const SHORTEST_REFRESH_MS = 1_000;

/** Reads `lakehouse.lakefs.servers`; throws with the key at fault, never with a credential. */
export function readLakeFSConfig(config: Config): LakeFSServerConfig[] {
  const servers = (config.getOptionalConfigArray(SERVERS) ?? []).map(
    readServer,
  );
  const names = servers.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) {
    throw new InputError(`${SERVERS} has '${twice}' twice; names are unique`);
  }
  return servers;
}

function readServer(config: Config): LakeFSServerConfig {
  const name = config.getString('name');
  if (!NAME.test(name) || name.length > 63) {
    throw new InputError(
      `${SERVERS}[].name must be lower case letters, digits and '-', 63 at most, got '${name}'`,
    );
  }
  const endpoint = config.getString('endpoint');
  const checked = readUrl(endpoint, `${SERVERS}[].endpoint of '${name}'`);
  const { protocol, hostname } = checked;
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && loopback)) {
    throw new InputError(
      `${SERVERS}[].endpoint of '${name}' must be https; plain http is for loopback addresses, as the portal's key is sent to it`,
    );
  }
  const url = config.getOptionalString('url');
  return {
    name,
    endpoint,
    url: url ? pageUrl(url, name) : checked.origin,
    key: readKeySource(config.getConfig('credentials'), name),
    refreshIntervalMs: readRefresh(config, name),
  };
}

function pageUrl(url: string, name: string): string {
  const key = `${SERVERS}[].url of '${name}'`;
  const { protocol, origin, pathname } = readUrl(url, key);
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

function readKeySource(config: Config, name: string): LakeFSKeySource {
  const key = {
    accessKeyId: config.getOptionalString('accessKeyId'),
    secretAccessKey: config.getOptionalString('secretAccessKey'),
    accessKeyIdFile: config.getOptionalString('accessKeyIdFile'),
    secretAccessKeyFile: config.getOptionalString('secretAccessKeyFile'),
  };
  if (
    !(key.accessKeyId || key.accessKeyIdFile) ||
    !(key.secretAccessKey || key.secretAccessKeyFile)
  ) {
    throw new InputError(
      `${SERVERS}[].credentials of '${name}' must have accessKeyId or accessKeyIdFile, and secretAccessKey or secretAccessKeyFile`,
    );
  }
  return key;
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
      `${SERVERS}[].refreshInterval of '${name}' must be a second at least`,
    );
  }
  return ms;
}
