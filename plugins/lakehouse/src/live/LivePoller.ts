/** Timers and time, so that tests hold the clock. */
export interface PollerClock {
  setTimeout(callback: () => void, milliseconds: number): unknown;
  clearTimeout(handle: unknown): void;
  now(): number;
}

const browserClock: PollerClock = {
  setTimeout: (callback, milliseconds) =>
    window.setTimeout(callback, milliseconds),
  clearTimeout: handle => window.clearTimeout(handle as number),
  now: () => Date.now(),
};

/** What an ask found; `behind` means that the answer is older than what we hold. */
export type AskResult = 'done' | 'behind';

/** How a poller asks and how often. */
export interface LivePollerOptions {
  ask(signal: AbortSignal): Promise<AskResult>;
  /** Where the caller shows an error; the poller goes on either way. */
  onError(error: unknown): void;
  intervalMs?: number;
  minGapMs?: number;
  clock?: PollerClock;
}

export const POLL_INTERVAL_MS = 30_000;
/** Wake-ups closer together than this become one ask. */
export const MIN_GAP_MS = 1_000;
const BEHIND_RETRY_MS = 2_500;

/**
 * Asks at once, then upon every wake-up (the first at once, a burst as one),
 * and each 30 seconds: a lost socket cannot be seen, and asking renews our
 * place among those who are woken. Never two asks at the same time.
 */
export class LivePoller {
  readonly #options: Required<LivePollerOptions>;
  #timer: unknown;
  #abort: AbortController | undefined;
  #lastAskAt = -Infinity;
  #again = false;
  #stopped = true;

  constructor(options: LivePollerOptions) {
    this.#options = {
      intervalMs: POLL_INTERVAL_MS,
      minGapMs: MIN_GAP_MS,
      clock: browserClock,
      ...options,
    };
  }

  start(): void {
    this.#stopped = false;
    this.#ask();
  }

  stop(): void {
    this.#stopped = true;
    this.#options.clock.clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#abort = undefined;
  }

  /** Something may have changed. */
  wake(): void {
    if (this.#stopped) {
      return;
    }
    if (this.#abort) {
      this.#again = true;
      return;
    }
    const wait =
      this.#lastAskAt + this.#options.minGapMs - this.#options.clock.now();
    if (wait <= 0) {
      this.#ask();
    } else {
      this.#schedule(wait);
    }
  }

  #schedule(milliseconds: number): void {
    const { clock } = this.#options;
    clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => this.#ask(), milliseconds);
  }

  async #ask(): Promise<void> {
    const { ask, onError, clock, intervalMs, minGapMs } = this.#options;
    clock.clearTimeout(this.#timer);
    const abort = new AbortController();
    this.#abort = abort;
    this.#lastAskAt = clock.now();
    let result: AskResult = 'done';
    try {
      result = await ask(abort.signal);
    } catch (error) {
      if (!abort.signal.aborted) {
        onError(error);
      }
    }
    if (abort.signal.aborted) {
      return;
    }
    this.#abort = undefined;
    if (this.#again) {
      this.#again = false;
      this.#schedule(Math.max(0, this.#lastAskAt + minGapMs - clock.now()));
    } else {
      this.#schedule(result === 'behind' ? BEHIND_RETRY_MS : intervalMs);
    }
  }
}
