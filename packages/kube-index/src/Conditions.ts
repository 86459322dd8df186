import { Clock } from './types';

interface Waiter {
  holds(): boolean;
  finish(result: boolean): void;
}

/** Waits for something to become true, for a bounded time. */
export class Conditions {
  readonly #clock: Clock;
  readonly #waiters = new Set<Waiter>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  until(holds: () => boolean, timeoutMs: number): Promise<boolean> {
    if (holds()) {
      return Promise.resolve(true);
    }
    return new Promise(resolve => {
      const timer = new AbortController();
      const waiter: Waiter = {
        holds,
        finish: result => {
          this.#waiters.delete(waiter);
          timer.abort();
          resolve(result);
        },
      };
      this.#waiters.add(waiter);
      this.#clock.sleep(timeoutMs, timer.signal).then(
        () => waiter.finish(holds()),
        () => {}, // finished before the time was up
      );
    });
  }

  /** To be called whenever something may have become true. */
  recheck(): void {
    for (const waiter of [...this.#waiters]) {
      if (waiter.holds()) {
        waiter.finish(true);
      }
    }
  }

  /** Answers everyone who still waits. */
  close(): void {
    [...this.#waiters].forEach(waiter => waiter.finish(false));
  }
}
