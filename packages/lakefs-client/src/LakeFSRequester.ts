import {
  orAborted,
  type Call,
  type CallOptions,
  type Requester,
} from '@lakefront/rest-client';
import pLimit, { type Limit } from 'p-limit';

export interface LakeFSCall<T> extends Call<T> {
  /** Hooks may run on the way, which takes their time. */
  slow?: boolean;
}

/** Sends calls in turn; their time begins when it is their turn. */
export class LakeFSRequester {
  // Private to the language, so that no inspection of a client shows a key.
  readonly #requester: Requester;
  readonly #slowTimeoutMs: number;
  readonly #turn: Limit;
  /** Apart, so that a hook that takes minutes keeps nobody from reading. */
  readonly #slowTurn: Limit;

  constructor(
    requester: Requester,
    options: { atOnce: number; slowTimeoutMs: number },
  ) {
    this.#requester = requester;
    this.#slowTimeoutMs = options.slowTimeoutMs;
    this.#turn = pLimit(options.atOnce);
    this.#slowTurn = pLimit(options.atOnce);
  }

  /** Rejects with a `LakeFSError`, or with the reason of the caller's signal. */
  async send<T>(call: LakeFSCall<T>, options: CallOptions = {}): Promise<T> {
    const { signal } = options;
    const timeoutMs =
      options.timeoutMs ?? (call.slow ? this.#slowTimeoutMs : undefined);
    const turn = call.slow ? this.#slowTurn : this.#turn;
    return orAborted(
      turn(() => this.#requester.send(call, { signal, timeoutMs })),
      signal,
    );
  }
}
