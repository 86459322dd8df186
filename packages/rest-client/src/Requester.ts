import { isRead, type Call, type CallOptions } from './Call';
import { neverConnected, whyOf } from './connection';
import { Failed, type AskedRequest, type Failure } from './Failure';
import { MisshapenError } from './fields';
import { orAborted } from './orAborted';
import { readRefusal } from './readRefusal';
import type { RestApi } from './restApi';
import type { RestClientOptions } from './RestClientOptions';
import { backoffMs, systemClock, timeLimit, TimeIsUp } from './time';

/** Credentials as they are sent. */
export interface SentCredentials {
  headers: Record<string, string>;
  /** What no message may show of them. */
  secrets: readonly string[];
}

export interface RequesterOptions extends RestClientOptions {
  api: RestApi;
  /** Asked at every try: credentials are changed while we run. What it throws says why there are none. */
  credentials: () => Promise<SentCredentials>;
  /** Largest answer that is read. */
  maxBytes: number;
  /** How often a repeatable write is tried at most; default once. */
  repeatableTries?: number;
  /** Fields of a refusal in which the server says why; the first that is there. */
  saidIn: readonly string[];
  /** The error that a caller gets. */
  toError: (failure: Failure, request: AskedRequest) => Error;
}

const NO_CREDENTIALS: SentCredentials = { headers: {}, secrets: [] };

/** Sends calls: with credentials, within their time, again where that is safe. */
export class Requester {
  /** Without trailing slash and the prefix of the API. */
  readonly endpoint: string;
  // Private to the language, so that no inspection of a client shows a credential.
  readonly #options: Required<RequesterOptions>;

  /** Throws a `TypeError` where the endpoint is none. */
  constructor(options: RequesterOptions) {
    this.endpoint = options.api.endpointOf(options.endpoint, options);
    this.#options = {
      ...options,
      allowPlainHttp: options.allowPlainHttp ?? false,
      fetch: options.fetch ?? ((url, init) => fetch(url, init)),
      clock: options.clock ?? systemClock,
      random: options.random ?? Math.random,
      userAgent: options.userAgent ?? 'lakefront',
      timeoutMs: options.timeoutMs ?? 30_000,
      tryTimeoutMs: options.tryTimeoutMs ?? 10_000,
      tries: options.tries ?? 3,
      repeatableTries: options.repeatableTries ?? 1,
      pauseMs: options.pauseMs ?? { initial: 200, max: 5_000 },
    };
  }

  /** Rejects with what `toError` makes of a failure, or with the reason of the caller's signal. */
  async send<T>(call: Call<T>, options: CallOptions = {}): Promise<T> {
    options.signal?.throwIfAborted();
    const timeoutMs = options.timeoutMs ?? this.#options.timeoutMs;
    const timer = timeLimit(timeoutMs, options.signal);
    try {
      return await this.#untilAnswered(call, timer.signal, timeoutMs);
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason;
      const { method = 'GET', path } = call;
      const { toError } = this.#options;
      if (error instanceof TimeIsUp) {
        throw toError({ kind: 'timeout', timeoutMs }, { method, path });
      }
      throw error instanceof Failed
        ? toError(error.failure, { method, path })
        : error;
    } finally {
      timer.clear();
    }
  }

  async #untilAnswered<T>(
    call: Call<T>,
    signal: AbortSignal,
    timeoutMs: number,
  ): Promise<T> {
    const { clock } = this.#options;
    const until = clock.now() + timeoutMs;
    for (let tried = 1; ; tried++) {
      try {
        return await this.#try(call, signal, timeoutMs);
      } catch (error) {
        if (!(error instanceof Failed) || signal.aborted) throw error;
        if (!this.#mayTryAgain(call, error.failure, tried)) throw error;
        const pause = this.#pauseAfter(error.failure, tried);
        // Waiting for nothing helps nobody.
        if (clock.now() + pause >= until) throw error;
        await clock.sleep(pause, signal);
      }
    }
  }

  #mayTryAgain(call: Call<unknown>, failure: Failure, tried: number): boolean {
    const { tries, repeatableTries } = this.#options;
    if (isRead(call)) return tried < tries && isPassing(failure);
    return (
      call.repeatable === true &&
      tried < repeatableTries &&
      failure.kind === 'refusal' &&
      [429, 500, 503].includes(failure.status)
    );
  }

  #pauseAfter(failure: Failure, tried: number): number {
    const { random, pauseMs } = this.#options;
    const asked = failure.kind === 'refusal' ? failure.retryAfterMs : undefined;
    const own = backoffMs({
      ...{ tried, random: random() },
      ...{ initialMs: pauseMs.initial, maxMs: pauseMs.max },
    });
    return Math.max(asked ?? 0, own);
  }

  /** One try, within its time: of a read its own, of a write all there is, as it is not begun again. */
  async #try<T>(
    call: Call<T>,
    signal: AbortSignal,
    timeoutMs: number,
  ): Promise<T> {
    const tryMs = isRead(call)
      ? Math.min(this.#options.tryTimeoutMs, timeoutMs)
      : timeoutMs;
    const limit = timeLimit(tryMs, signal);
    let credentials = NO_CREDENTIALS;
    const clean = (text: string) => withoutSecrets(text, credentials.secrets);
    try {
      if (!call.anonymous) {
        credentials = await orAborted(this.#credentials(), limit.signal);
      }
      const response = await this.#ask(call, credentials, limit.signal);
      if (!response.ok) throw new Failed(await this.#no(response, clean));
      return await call.read(response, this.#options.maxBytes);
    } catch (error) {
      if (error instanceof Failed) throw error;
      if (signal.aborted) throw signal.reason;
      if (limit.signal.aborted) {
        throw new Failed({ kind: 'timeout', timeoutMs: tryMs });
      }
      const why = clean(whyOf(error));
      throw new Failed(
        error instanceof MisshapenError
          ? { kind: 'misshapen', what: why }
          : { kind: 'unreachable', why, nothingSent: neverConnected(error) },
      );
    } finally {
      limit.clear();
    }
  }

  async #credentials(): Promise<SentCredentials> {
    try {
      return await this.#options.credentials();
    } catch (error) {
      throw new Failed({ kind: 'no-credentials', why: whyOf(error) });
    }
  }

  #ask(
    { method = 'GET', path, headers, body }: Call<unknown>,
    credentials: SentCredentials,
    signal: AbortSignal,
  ): Promise<Response> {
    const { api, fetch, userAgent } = this.#options;
    return fetch(api.urlOf(this.endpoint, path), {
      method,
      headers: {
        accept: 'application/json',
        'user-agent': userAgent,
        ...typeOf(body),
        ...headers,
        ...credentials.headers,
      },
      body: encode(body),
      // A redirect is a sign-in page, or takes credentials elsewhere.
      redirect: 'manual',
      signal,
    });
  }

  /** Why an answer is not a success. */
  async #no(
    response: Response,
    clean: (text: string) => string,
  ): Promise<Failure> {
    const { status } = response;
    if (status >= 300 && status < 400) {
      await response.body?.cancel();
      return { kind: 'redirect', status };
    }
    const { saidIn, clock } = this.#options;
    const refusal = await readRefusal(response, {
      ...{ saidIn, clean, now: clock.now() },
    });
    return { kind: 'refusal', ...refusal };
  }
}

/** What may be over at the next try. */
function isPassing(failure: Failure): boolean {
  return failure.kind === 'refusal'
    ? [429, 500, 502, 503, 504].includes(failure.status)
    : ['timeout', 'unreachable', 'no-credentials'].includes(failure.kind);
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter(secret => secret !== '')
    .flatMap(secret => [secret, JSON.stringify(secret).slice(1, -1)])
    .reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
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
