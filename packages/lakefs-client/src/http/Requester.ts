import pLimit, { type Limit } from 'p-limit';
import {
  LakeFSError,
  LakeFSProtocolError,
  LakeFSStatusError,
  LakeFSTimeoutError,
  LakeFSUnreachableError,
  type AskedRequest,
} from '../errors';
import { MisshapenError } from '../fields';
import { toStatusError } from '../statusError';
import type { CallOptions, LakeFSCredentials } from '../types';
import { urlOf } from './address';
import { readBody, readStart, TooLongError } from './readBody';
import { authorization, withoutSecrets } from './secrets';
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
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api/v1`. */
  path: string;
  headers?: Record<string, string>;
  /** Sent as JSON; bytes as they are. */
  body?: unknown;
  /**
   * Whether a write may be tried again where lakeFS says that it failed (429,
   * 500, 503): because doing it twice is the same as once. Reads always are,
   * also after a lost connection.
   */
  repeatable?: boolean;
  /** Made with a key; the health check is not. */
  anonymous?: boolean;
  /** Hooks may run on the way, which takes their time. */
  slow?: boolean;
  /** Reads a successful answer, body included. Throws a `MisshapenError` on what makes no sense. */
  read: (response: Response) => Promise<T>;
}

export interface RequesterOptions {
  endpoint: string;
  credentials: () => Promise<LakeFSCredentials>;
  fetch: Fetch;
  clock: Clock;
  random: () => number;
  userAgent: string;
  timeoutMs: number;
  slowTimeoutMs: number;
  tryTimeoutMs: number;
  tries: number;
  atOnce: number;
  repeatableTries: number;
  initialPauseMs: number;
  maxPauseMs: number;
}

const MAX_ERROR_BYTES = 64 * 1024;
const MAX_JSON_BYTES = 64 * 1024 * 1024;

/** Sends calls: with a key, within their time, again where that is safe. */
export class Requester {
  // Private to the language, so that no inspection of a client shows a key.
  readonly #options: RequesterOptions;
  readonly #turn: Limit;
  /** Apart, so that a hook that takes minutes keeps nobody from reading. */
  readonly #slowTurn: Limit;

  constructor(options: RequesterOptions) {
    this.#options = options;
    this.#turn = pLimit(options.atOnce);
    this.#slowTurn = pLimit(options.atOnce);
  }

  /** Rejects with a `LakeFSError`, or with the reason of the caller's signal. */
  async send<T>(call: Call<T>, options: CallOptions = {}): Promise<T> {
    const turn = call.slow ? this.#slowTurn : this.#turn;
    return orAborted(
      turn(() => this.#send(call, options)),
      options.signal,
    );
  }

  async #send<T>(call: Call<T>, options: CallOptions): Promise<T> {
    options.signal?.throwIfAborted();
    const { clock } = this.#options;
    const timeoutMs =
      options.timeoutMs ??
      (call.slow ? this.#options.slowTimeoutMs : this.#options.timeoutMs);
    const request = { method: call.method ?? 'GET', path: call.path };
    const until = clock.now() + timeoutMs;
    const timer = timeLimit(timeoutMs, options.signal);
    try {
      for (let tried = 1; ; tried++) {
        try {
          return await this.#try(call, request, timer.signal, timeoutMs);
        } catch (error) {
          if (!this.#mayTryAgain(call, error, tried) || timer.signal.aborted) {
            throw error;
          }
          const pause = this.#pauseAfter(error, tried);
          // Waiting for nothing helps nobody.
          if (clock.now() + pause >= until) throw error;
          await clock.sleep(pause, timer.signal);
        }
      }
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason;
      if (error instanceof TimeIsUp) {
        throw new LakeFSTimeoutError(timeoutMs, request);
      }
      throw error;
    } finally {
      timer.clear();
    }
  }

  #pauseAfter(error: unknown, tried: number): number {
    const { random, initialPauseMs, maxPauseMs } = this.#options;
    const asked =
      error instanceof LakeFSStatusError ? error.retryAfterMs : undefined;
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
    let credentials: LakeFSCredentials | undefined;
    try {
      credentials = call.anonymous
        ? undefined
        : await orAborted(this.#key(request), limit.signal);
      const response = await this.#ask(call, credentials, limit.signal);
      if (!response.ok) throw await this.#no(response, request, credentials);
      return await call.read(response);
    } catch (error) {
      if (error instanceof LakeFSError) throw error;
      if (signal.aborted) throw signal.reason;
      if (limit.signal.aborted) throw new LakeFSTimeoutError(tryMs, request);
      const why = withoutSecrets(whyOf(error), credentials);
      throw error instanceof MisshapenError || error instanceof TooLongError
        ? new LakeFSProtocolError(why, request)
        : new LakeFSUnreachableError(why, request);
    } finally {
      limit.clear();
    }
  }

  #ask(
    call: Call<unknown>,
    credentials: LakeFSCredentials | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    const { fetch, endpoint, userAgent } = this.#options;
    return fetch(urlOf(endpoint, call.path), {
      method: call.method ?? 'GET',
      headers: {
        accept: 'application/json',
        'user-agent': userAgent,
        ...typeOf(call.body),
        ...call.headers,
        ...(credentials && { authorization: authorization(credentials) }),
      },
      body: encode(call.body),
      // A redirect is a sign-in page, or takes the key elsewhere.
      redirect: 'manual',
      signal,
    });
  }

  /** The error for an answer that is not a success. */
  async #no(
    response: Response,
    request: AskedRequest,
    credentials: LakeFSCredentials | undefined,
  ): Promise<LakeFSError> {
    const { status, headers } = response;
    if (status >= 300 && status < 400) {
      await response.body?.cancel();
      return new LakeFSProtocolError(
        `it is a redirect (${status}), which is not followed; is the endpoint the right one?`,
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

  /** Asked for at every try: keys are changed while we run. */
  async #key(request: AskedRequest): Promise<LakeFSCredentials> {
    try {
      return await this.#options.credentials();
    } catch (error) {
      throw new LakeFSUnreachableError(
        `its key can't be read: ${whyOf(error)}`,
        request,
      );
    }
  }

  #mayTryAgain(call: Call<unknown>, error: unknown, tried: number): boolean {
    const { tries, repeatableTries } = this.#options;
    if (isRead(call)) return tried < tries && isPassing(error);
    return (
      call.repeatable === true &&
      tried < repeatableTries &&
      error instanceof LakeFSStatusError &&
      [429, 500, 503].includes(error.status)
    );
  }
}

/** Reads JSON, and makes of it what the caller wants. */
export function json<T>(make: (value: unknown) => T): Call<T>['read'] {
  return async response => {
    const bytes = await readBody(response, MAX_JSON_BYTES);
    let value: unknown;
    try {
      value = JSON.parse(bytes.toString('utf8'));
    } catch {
      throw new MisshapenError('it is no JSON');
    }
    return make(value);
  };
}

/** Reads an answer of which nothing is wanted but that it came. */
export async function nothing(response: Response): Promise<void> {
  await readStart(response, MAX_ERROR_BYTES);
}

function typeOf(body: unknown): Record<string, string> {
  if (body === undefined) return {};
  return {
    'content-type':
      body instanceof Uint8Array
        ? 'application/octet-stream'
        : 'application/json',
  };
}

function encode(body: unknown): BodyInit | undefined {
  if (body === undefined) return undefined;
  return body instanceof Uint8Array
    ? (body as Uint8Array<ArrayBuffer>)
    : JSON.stringify(body);
}

function isRead({ method = 'GET' }: Call<unknown>): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** What may be over at the next try. */
function isPassing(error: unknown): boolean {
  return error instanceof LakeFSStatusError
    ? [429, 500, 502, 503, 504].includes(error.status)
    : error instanceof LakeFSTimeoutError ||
        error instanceof LakeFSUnreachableError;
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

/** Gives up on a promise that can't be aborted itself. */
async function orAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (!signal) return promise;
  let giveUp = () => {};
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
