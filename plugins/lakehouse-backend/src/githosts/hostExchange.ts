import { isError, ServiceUnavailableError } from '@backstage/errors';
import { orAborted, type Fetch } from '@lakefront/rest-client';
import { withoutSecrets } from './hostMessage';

/** What every call to a Git host has in common. */
export interface HostExchangeOptions {
  /** For messages, e.g. `Gitea at git.example.com`. */
  host: string;
  /** Without trailing slash; paths are appended to it. */
  apiUrl: string;
  /** The credentials; asked for before every call, since some expire. */
  headers?: () => Promise<Record<string, string>>;
  fetch?: Fetch;
  /** Longest time one call may take, its body included. Default 10 s. */
  timeLimitMs?: number;
}

export interface HostCall {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** Sent as JSON; `URLSearchParams` as a form. */
  body?: unknown;
  /** What is being done, for messages: `open the pull request`. */
  doing: string;
}

export interface RawAnswer {
  status: number;
  headers: Headers;
  /** The body; without credentials where it is a refusal that people will read. */
  text: string;
}

const DEFAULT_TIME_LIMIT_MS = 10_000;

/**
 * One call over HTTP, within its time limit. Whatever comes back is an answer;
 * `ServiceUnavailableError` where nothing does. No message holds a credential.
 */
export async function exchange(
  options: HostExchangeOptions,
  call: HostCall,
  extraHeaders?: Record<string, string>,
): Promise<RawAnswer> {
  const { host, apiUrl, timeLimitMs = DEFAULT_TIME_LIMIT_MS } = options;
  const signal = AbortSignal.timeout(timeLimitMs);
  let credentials: Record<string, string> = {};
  try {
    credentials = await orAborted(
      Promise.resolve(options.headers?.() ?? {}),
      signal,
    );
    const response = await (options.fetch ?? fetch)(`${apiUrl}${call.path}`, {
      method: call.method ?? 'GET',
      headers: {
        Accept: 'application/json',
        ...(isJson(call.body) && { 'Content-Type': 'application/json' }),
        ...credentials,
        ...extraHeaders,
      },
      body: isJson(call.body)
        ? JSON.stringify(call.body)
        : (call.body as URLSearchParams | undefined),
      // A redirect is a sign-in page, or a repository that has another name now.
      redirect: 'manual',
      signal,
    });
    const { status, headers } = response;
    // `response.text()` would take a byte order mark away.
    const text = Buffer.from(await response.arrayBuffer()).toString('utf8');
    return {
      status,
      headers,
      text: status < 300 ? text : withoutSecrets(text, credentials),
    };
  } catch (error) {
    if (isError(error) && error.name === 'NotAllowedError') {
      throw error;
    }
    throw new ServiceUnavailableError(
      isTimeout(error)
        ? `${host} did not answer within ${
            timeLimitMs / 1000
          } s when asked to ${call.doing}`
        : `${host} can't be reached to ${call.doing}${withoutSecrets(
            reasonOf(error),
            credentials,
          )}`,
    );
  }
}

function isJson(body: unknown): boolean {
  return body !== undefined && !(body instanceof URLSearchParams);
}

/** `fetch` keeps the reason of a failed connection in its cause. */
function reasonOf(error: unknown): string {
  const cause = isError(error) && isError(error.cause) ? error.cause : error;
  return isError(cause) && cause.message ? `: ${cause.message}` : '';
}

function isTimeout(error: unknown): boolean {
  return (
    isError(error) &&
    (error.name === 'TimeoutError' || error.name === 'AbortError')
  );
}
