import {
  KfpError,
  KfpProtocolError,
  KfpStatusError,
  KfpTimeoutError,
  KfpTooLargeError,
  KfpUnreachableError,
  type AskedRequest,
} from '../errors';
import { MisshapenError } from '../fields';
import { toStatusError } from '../statusError';
import type { CallOptions, KfpCredentials } from '../types';
import { urlOf } from './address';
import { readBody, readStart, TooLongError } from './readBody';
import { checkCredentials, credentialHeaders, withoutSecrets } from './secrets';
import {
  backoffMs,
  retryAfterMs,
  timeLimit,
  TimeIsUp,
  type Clock,
} from './time';

/** `fetch`, as far as it is used here; injected in tests. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** One call: what is asked, and what becomes of its answer. */
export interface Call<T> {
  method?: 'GET' | 'POST';
  /** Below `/apis/v2beta1`. */
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Makes of the JSON of a successful answer what the caller wants. Throws a `MisshapenError` on what makes no sense. */
  read: (value: unknown) => T;
}

export interface RequesterOptions {
  endpoint: string;
  credentials: () => Promise<KfpCredentials>;
  fetch: Fetch;
  clock: Clock;
  random: () => number;
  userAgent: string;
  timeoutMs: number;
  tryTimeoutMs: number;
  tries: number;
  maxBytes: number;
  initialPauseMs: number;
  maxPauseMs: number;
}

const MAX_ERROR_BYTES = 64 * 1024;

/** Sends calls: with credentials, within their time, reads again where that helps. */
export class Requester {
  // Private to the language, so that no inspection of a client shows a token.
  readonly #options: RequesterOptions;

  constructor(options: RequesterOptions) {
    this.#options = options;
  }

  /** Rejects with a `KfpError`, or with the reason of the caller's signal. */
  async send<T>(call: Call<T>, options: CallOptions = {}): Promise<T> {
    options.signal?.throwIfAborted();
    const { clock } = this.#options;
    const timeoutMs = options.timeoutMs ?? this.#options.timeoutMs;
    const request = { method: call.method ?? 'GET', path: call.path };
    const until = clock.now() + timeoutMs;
    const timer = timeLimit(timeoutMs, options.signal);
    try {
      for (let tried = 1; ; tried++) {
        try {
          return await this.#try(call, request, timer.signal, timeoutMs);
        } catch (error) {
          const again =
            isRead(call) && tried < this.#options.tries && isPassing(error);
          if (!again || timer.signal.aborted) throw error;
          const pause = this.#pauseAfter(error, tried);
          // Waiting for nothing helps nobody.
          if (clock.now() + pause >= until) throw error;
          await clock.sleep(pause, timer.signal);
        }
      }
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason;
      if (error instanceof TimeIsUp) {
        throw new KfpTimeoutError(timeoutMs, request);
      }
      throw error;
    } finally {
      timer.clear();
    }
  }

  #pauseAfter(error: unknown, tried: number): number {
    const { random, initialPauseMs, maxPauseMs } = this.#options;
    const asked =
      error instanceof KfpStatusError ? error.retryAfterMs : undefined;
    const own = backoffMs({
      ...{ tried, random: random() },
      ...{ initialMs: initialPauseMs, maxMs: maxPauseMs },
    });
    return Math.max(asked ?? 0, own);
  }

  /** One try, within its time: of a read its own, of a write all there is, as it is not begun again. */
  async #try<T>(
    call: Call<T>,
    request: AskedRequest,
    signal: AbortSignal,
    timeoutMs: number,
  ): Promise<T> {
    const tryMs = isRead(call)
      ? Math.min(this.#options.tryTimeoutMs, timeoutMs)
      : timeoutMs;
    const limit = timeLimit(tryMs, signal);
    let credentials: KfpCredentials | undefined;
    try {
      credentials = await orAborted(this.#credentials(request), limit.signal);
      const response = await this.#ask(call, credentials, limit.signal);
      if (!response.ok) throw await this.#no(response, request, credentials);
      const bytes = await readBody(response, this.#options.maxBytes);
      return call.read(parse(bytes));
    } catch (error) {
      if (error instanceof KfpError) throw error;
      if (signal.aborted) throw signal.reason;
      if (limit.signal.aborted) throw new KfpTimeoutError(tryMs, request);
      if (error instanceof TooLongError) {
        throw new KfpTooLargeError(error.maxBytes, request);
      }
      const why = withoutSecrets(whyOf(error), credentials);
      throw error instanceof MisshapenError
        ? new KfpProtocolError(why, request)
        : new KfpUnreachableError(why, request, neverConnected(error));
    } finally {
      limit.clear();
    }
  }

  #ask(
    call: Call<unknown>,
    credentials: KfpCredentials,
    signal: AbortSignal,
  ): Promise<Response> {
    const { fetch, endpoint, userAgent } = this.#options;
    return fetch(urlOf(endpoint, call.path), {
      method: call.method ?? 'GET',
      headers: {
        accept: 'application/json',
        'user-agent': userAgent,
        ...(call.body !== undefined && { 'content-type': 'application/json' }),
        ...credentialHeaders(credentials),
      },
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      // A redirect is a sign-in page, or takes the token elsewhere.
      redirect: 'manual',
      signal,
    });
  }

  /** The error for an answer that is not a success. */
  async #no(
    response: Response,
    request: AskedRequest,
    credentials: KfpCredentials,
  ): Promise<KfpError> {
    const { status, headers } = response;
    if (status >= 300 && status < 400) {
      await response.body?.cancel();
      return new KfpProtocolError(
        `it is a redirect (${status}), which is not followed; a proxy wants people to sign in: use the address of the API server inside the Kubernetes cluster, or have the proxy let tokens through`,
        request,
      );
    }
    const { bytes } = await readStart(response, MAX_ERROR_BYTES);
    return toStatusError(
      {
        status,
        retryAfterMs: retryAfterMs(
          headers.get('retry-after'),
          this.#options.clock.now(),
        ),
        body: bytes.toString('utf8'),
        clean: text => withoutSecrets(text, credentials),
      },
      request,
    );
  }

  /** Asked for at every try: tokens are changed while we run. */
  async #credentials(request: AskedRequest): Promise<KfpCredentials> {
    try {
      const credentials = await this.#options.credentials();
      checkCredentials(credentials);
      return credentials;
    } catch (error) {
      throw new KfpUnreachableError(
        `its credentials can't be used: ${whyOf(error)}`,
        request,
        true,
      );
    }
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new MisshapenError('it is no JSON, or only a part of it');
  }
}

function isRead({ method = 'GET' }: Call<unknown>): boolean {
  return method === 'GET';
}

/** What may be over at the next try. */
function isPassing(error: unknown): boolean {
  return error instanceof KfpStatusError
    ? [429, 500, 502, 503, 504].includes(error.status)
    : error instanceof KfpTimeoutError || error instanceof KfpUnreachableError;
}

/** `fetch` keeps the reason of a failed connection in its cause, or in one of several. */
function whyOf(error: unknown): string {
  const { message, cause, errors } = (error ?? {}) as Partial<AggregateError>;
  if (cause) return whyOf(cause);
  if (Array.isArray(errors) && errors.length > 0) return whyOf(errors[0]);
  return typeof message === 'string' && message !== ''
    ? message
    : 'the connection failed';
}

const NO_CONNECTION = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** Whether the request can't have left: of one that broke later nobody knows. */
function neverConnected(error: unknown): boolean {
  const { code, cause, errors } = (error ?? {}) as Partial<AggregateError> & {
    code?: unknown;
  };
  if (cause) return neverConnected(cause);
  if (Array.isArray(errors) && errors.length > 0) {
    return errors.every(neverConnected);
  }
  return typeof code === 'string' && NO_CONNECTION.includes(code);
}

/** Gives up on a promise that can't be aborted itself. */
async function orAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let giveUp = () => {};
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
