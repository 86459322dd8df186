import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  readEndpoint,
  readPageUrl,
  readRefreshInterval,
  refuseTwice,
} from '../servers/readServerConfig';

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

/** Reads `lakehouse.lakefs.servers`; throws with the key at fault, never with a credential. */
export function readLakeFSConfig(config: Config): LakeFSServerConfig[] {
  const servers = (config.getOptionalConfigArray(SERVERS) ?? []).map(
    readServer,
  );
  refuseTwice(
    SERVERS,
    servers.map(({ name }) => name),
    'names are unique',
  );
  return servers;
}

function readServer(config: Config): LakeFSServerConfig {
  const name = config.getString('name');
  if (!NAME.test(name) || name.length > 63) {
    throw new InputError(
      `${SERVERS}[].name must be lower case letters, digits and '-', 63 at most, got '${name}'`,
    );
  }
  const server = { list: SERVERS, name };
  const { endpoint, checked } = readEndpoint(config, server, 'key');
  return {
    name,
    endpoint,
    url: readPageUrl(config, server) ?? checked.origin,
    key: readKeySource(config.getConfig('credentials'), name),
    refreshIntervalMs: readRefreshInterval(config, server, DEFAULT_REFRESH_MS),
  };
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
