import type { Clock } from '../changes/Clock';
import type { LakeFSFailure } from './failureOf';

/** What is known of something, and how well. */
export interface Known<T> {
  /** Undefined where it was never read, which is not empty. */
  value?: T;
  readAt?: number;
  /** Of the last try, where it failed. */
  failure?: LakeFSFailure;
  /** It is being read again, and takes its time. */
  late?: boolean;
}

export interface RefreshedOptions<T> {
  /** Reads it anew; rejects with what `toFailure` understands. */
  read(): Promise<T>;
  toFailure(error: unknown): LakeFSFailure;
  clock: Clock;
  /** It is read at most once in this time, also where that fails. */
  intervalMs: number;
}

/** What is hurried is not read more often than this. */
const SOONEST_MS = 3_000;
/** Longer nobody waits for news while there is something older to tell. */
const WAIT_FOR_NEWS_MS = 1_500;
/** The same where there is nothing to tell. */
const WAIT_FOR_FIRST_MS = 6_000;

/**
 * Something that is read when somebody looks, once for all who look at once
 * and at most once in an interval. Where reading fails, what was read before
 * is told on, with why it is not newer.
 */
export class Refreshed<T> {
  readonly #options: RefreshedOptions<T>;
  #value: { value: T; at: number } | undefined;
  #failure: LakeFSFailure | undefined;
  #nextAt = -Infinity;
  #hurried = false;
  #running: Promise<void> | undefined;

  constructor(options: RefreshedOptions<T>) {
    this.#options = options;
  }

  /** What is known without asking anybody. */
  peek(): Known<T> {
    return {
      ...(this.#value && { value: this.#value.value, readAt: this.#value.at }),
      ...(this.#failure && { failure: this.#failure }),
    };
  }

  /**
   * It has changed since: whoever looks next has it read anew before the
   * interval is over, though not at once again, nor while reading fails.
   */
  hurry(): void {
    this.#hurried = true;
  }

  async look(): Promise<Known<T>> {
    if (!this.#running && this.#isDue()) {
      this.#hurried = false;
      this.#running = this.#read().finally(() => {
        this.#running = undefined;
      });
    }
    if (!this.#running) {
      return this.peek();
    }
    const done = await this.#within(
      this.#running,
      this.#value || this.#failure ? WAIT_FOR_NEWS_MS : WAIT_FOR_FIRST_MS,
    );
    return done ? this.peek() : { ...this.peek(), late: true };
  }

  #isDue(): boolean {
    const now = this.#options.clock.now();
    return (
      now >= this.#nextAt ||
      (this.#hurried &&
        !this.#failure &&
        this.#value !== undefined &&
        now >= this.#value.at + SOONEST_MS)
    );
  }

  async #read(): Promise<void> {
    const { read, toFailure, clock, intervalMs } = this.#options;
    try {
      const value = await read();
      this.#value = { value, at: clock.now() };
      this.#failure = undefined;
      this.#nextAt = clock.now() + intervalMs;
    } catch (error) {
      this.#nextAt = clock.now() + intervalMs;
      this.#failure = toFailure(error);
    }
  }

  /** Whether it ended in time; a fault of ours is thrown on. */
  async #within(running: Promise<void>, ms: number): Promise<boolean> {
    let cancel = () => {};
    const late = new Promise<boolean>(resolve => {
      cancel = this.#options.clock.after(ms, () => resolve(false));
    });
    try {
      return await Promise.race([running.then(() => true), late]);
    } finally {
      cancel();
      // Whoever looks next hears of it.
      running.catch(() => {});
    }
  }
}
