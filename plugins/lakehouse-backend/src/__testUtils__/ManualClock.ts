import type { Clock } from '@lakefront/kube-index';

interface Sleeper {
  at: number;
  wake(): void;
}

/** Time that passes only when a test says so. */
export class ManualClock implements Clock {
  readonly #sleepers = new Set<Sleeper>();
  #now = Date.parse('2026-11-20T12:00:00Z');

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper: Sleeper = {
        at: this.#now + ms,
        wake: () => {
          this.#sleepers.delete(sleeper);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener(
        'abort',
        () => {
          this.#sleepers.delete(sleeper);
          reject(signal.reason);
        },
        { once: true },
      );
    });
  }

  /** Whether somebody waits for as long as that from now. */
  isWaitedFor(ms: number): boolean {
    return [...this.#sleepers].some(({ at }) => at === this.#now + ms);
  }

  advance(ms: number): void {
    this.#now += ms;
    [...this.#sleepers]
      .filter(({ at }) => at <= this.#now)
      .forEach(({ wake }) => wake());
  }
}
