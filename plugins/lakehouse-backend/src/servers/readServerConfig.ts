import { type Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';

/** What config of a server is called in messages: key of the list, and its name in it. */
export interface ServerOfConfig {
  /** E.g. `lakehouse.kubeflow`. */
  list: string;
  name: string;
}

const SHORTEST_REFRESH_MS = 1_000;

/** Throws where `names` has one twice: `why` says how many there may be. */
export function refuseTwice(
  list: string,
  names: readonly string[],
  why: string,
): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) {
    throw new InputError(`${list} has '${twice}' twice; ${why}`);
  }
}

/** Reads `endpoint`, to which `secret` (e.g. `token`) of the portal is sent; `checked` is the same taken apart. */
export function readEndpoint(
  config: Config,
  { list, name }: ServerOfConfig,
  secret: string,
): { endpoint: string; checked: URL } {
  const key = `${list}[].endpoint of '${name}'`;
  const endpoint = config.getString('endpoint');
  const checked = readUrl(endpoint, key);
  const { protocol, hostname } = checked;
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && loopback)) {
    throw new InputError(
      `${key} must be https; plain http is for loopback addresses, as the portal's ${secret} is sent to it`,
    );
  }
  return { endpoint, checked };
}

/** Reads `url`, of the server's own UI, without a slash at the end; undefined where it is not said. */
export function readPageUrl(
  config: Config,
  { list, name }: ServerOfConfig,
): string | undefined {
  const text = config.getOptionalString('url');
  if (!text) {
    return undefined;
  }
  const key = `${list}[].url of '${name}'`;
  const { protocol, origin, pathname } = readUrl(text, key);
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new InputError(`${key} must be http or https`);
  }
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}

/** Reads `refreshInterval`, in milliseconds. */
export function readRefreshInterval(
  config: Config,
  { list, name }: ServerOfConfig,
  defaultMs: number,
): number {
  if (!config.has('refreshInterval')) {
    return defaultMs;
  }
  const ms = durationToMilliseconds(
    readDurationFromConfig(config, { key: 'refreshInterval' }),
  );
  if (!(ms >= SHORTEST_REFRESH_MS)) {
    throw new InputError(
      `${list}[].refreshInterval of '${name}' must be a second at least`,
    );
  }
  return ms;
}

/** `key` says where it stands; the text itself is in no message, as it may hold a credential. */
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
