import {
  ConflictError,
  InputError,
  isError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';

import {
  type HostAnswer,
  type HostObserver,
  readRateLimit,
} from './HostObserver';

/** `fetch`, as far as a Git host's client uses it; injected in tests. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface HostRequestOptions {
  /** For messages, e.g. `Gitea at git.example.com`. */
  host: string;
  /** Without trailing slash; paths are appended to it. */
  apiUrl: string;
  headers?: Record<string, string>;
  fetch?: Fetch;
  /** Longest time one call may take, its body included. Default 10 s. */
  timeLimitMs?: number;
  /** Is told how the host answers. */
  observe?: HostObserver;
}

export interface HostCall {
  method?: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: unknown;
  /** What is being done, for messages: `open the pull request`. */
  doing: string;
}

const DEFAULT_TIME_LIMIT_MS = 10_000;
/** Answers kept for conditional requests; polls of open changes are few. */
const MAX_CACHED_ANSWERS = 500;

/**
 * JSON over HTTP to one Git host: a time limit per call, failures as the errors
 * that `GitHost` promises, and answers with an ETag asked for again only when
 * they changed, so that polling costs the host little.
 */
export class HostRequest {
  readonly #answers = new Map<string, { etag: string; body: unknown }>();

  constructor(private readonly options: HostRequestOptions) {}

  /** The answer's JSON; undefined for 404 on a read. */
  async read<T>(call: Omit<HostCall, 'method' | 'body'>) {
    const known = this.#answers.get(call.path);
    const { status, body, etag } = await this.#send(
      { ...call, method: 'GET' },
      known && { 'If-None-Match': known.etag },
    );
    if (status === 304 && known) {
      return known.body as T;
    }
    if (status === 404) {
      return undefined;
    }
    this.#assertOk(call.doing, status, body);
    this.#remember(call.path, etag, body);
    return body as T;
  }

  async write<T>(call: HostCall): Promise<T> {
    const { status, body } = await this.#send(call);
    this.#assertOk(call.doing, status, body);
    return body as T;
  }

  #remember(path: string, etag: string | null, body: unknown) {
    this.#answers.delete(path);
    if (!etag) {
      return;
    }
    this.#answers.set(path, { etag, body });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MAX_CACHED_ANSWERS) {
      this.#answers.delete(oldest);
    }
  }

  async #send(call: HostCall, extraHeaders?: Record<string, string>) {
    const limit = this.options.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS;
    try {
      const response = await (this.options.fetch ?? fetch)(
        `${this.options.apiUrl}${call.path}`,
        {
          method: call.method ?? 'GET',
          headers: {
            Accept: 'application/json',
            ...(call.body !== undefined && {
              'Content-Type': 'application/json',
            }),
            ...this.options.headers,
            ...extraHeaders,
          },
          body: call.body === undefined ? undefined : JSON.stringify(call.body),
          signal: AbortSignal.timeout(limit),
        },
      );
      const text = await response.text();
      this.#tell(call, response, parseBody(text));
      return {
        status: response.status,
        etag: response.headers.get('etag'),
        body: parseBody(text),
      };
    } catch (error) {
      const message = isTimeout(error)
        ? `${this.options.host} did not answer within ${
            limit / 1000
          } s when asked to ${call.doing}`
        : `${this.options.host} can't be reached to ${call.doing}`;
      this.#observe(call, { error: message });
      throw new ServiceUnavailableError(message, error);
    }
  }

  #tell(call: HostCall, { status, headers }: Response, body: unknown) {
    // Looking for what is not there is an everyday thing.
    const fine =
      status < 400 || (status === 404 && (call.method ?? 'GET') === 'GET');
    this.#observe(call, {
      status,
      error: fine ? undefined : this.#refusal(call.doing, status, body),
      rateLimit: readRateLimit(headers, Date.now()),
    });
  }

  #observe(
    { path, method = 'GET' }: HostCall,
    answer: Pick<HostAnswer, 'status' | 'error' | 'rateLimit'>,
  ) {
    const { apiUrl, observe } = this.options;
    observe?.({ apiUrl, path, method, ...answer });
  }

  #refusal(doing: string, status: number, body: unknown): string {
    const said = messageOf(body);
    return `${this.options.host} refused to ${doing} (${status})${
      said ? `: ${said}` : ''
    }`;
  }

  #assertOk(doing: string, status: number, body: unknown) {
    if (status >= 200 && status < 300) {
      return;
    }
    const message = this.#refusal(doing, status, body);
    if (status === 401 || status === 403 || status === 423) {
      throw new NotAllowedError(message);
    }
    if (status === 404) {
      throw new NotFoundError(message);
    }
    if (status === 409 || status === 422) {
      throw new ConflictError(message);
    }
    if (status === 408 || status === 429 || status >= 500) {
      throw new ServiceUnavailableError(message);
    }
    throw new InputError(message);
  }
}

function parseBody(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function messageOf(body: unknown): string | undefined {
  const message =
    typeof body === 'object' && body !== null && 'message' in body
      ? body.message
      : undefined;
  return typeof message === 'string' ? message.slice(0, 500) : undefined;
}

function isTimeout(error: unknown): boolean {
  return (
    isError(error) &&
    (error.name === 'TimeoutError' || error.name === 'AbortError')
  );
}
