import type { Clock } from '../changes/Clock';

/** Where a server does not say for how long it wants to be left alone. */
const PATIENCE_MS = 5_000;
const LONGEST_PATIENCE_MS = 15 * 60_000;

/** For how long a server that was asked too often is left alone. */
export class Patience {
  readonly #clock: Pick<Clock, 'now'>;
  #until = -Infinity;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Milliseconds until it may be asked again; 0 and less is now. */
  get leftMs(): number {
    return this.#until - this.#clock.now();
  }

  /** It was asked too often, and said for how long to wait, or not. */
  wait(retryAfterMs = PATIENCE_MS): void {
    this.#until =
      this.#clock.now() + Math.min(retryAfterMs, LONGEST_PATIENCE_MS);
  }
}
