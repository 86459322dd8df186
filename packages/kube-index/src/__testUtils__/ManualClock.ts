import { Clock } from '../types';

interface Sleeper {
  at: number;
  ms: number;
  wake(): void;
}

/** Time that passes only when a test says so. */
export class ManualClock implements Clock {
  readonly #sleepers = new Set<Sleeper>();
  #now = 1_000_000;

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const sleeper: Sleeper = { at: this.#now + ms, ms, wake: () => {} };
      const onAbort = () => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      sleeper.wake = () => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#sleepers.add(sleeper);
    });
  }

  advance(ms: number): void {
    this.#now += ms;
    [...this.#sleepers]
      .filter(({ at }) => at <= this.#now)
      .sort((a, b) => a.at - b.at)
      .forEach(sleeper => sleeper.wake());
  }

  /** How long everyone who sleeps now wanted to. */
  sleeping(): number[] {
    return Array.from(this.#sleepers, ({ ms }) => ms);
  }
}
