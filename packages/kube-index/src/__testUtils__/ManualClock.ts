import { Clock } from '../types';

interface Sleeper {
  /** Time that has still to pass. */
  left: number;
  ms: number;
  wake(): void;
}

/** Time that passes only when a test says so. */
export class ManualClock implements Clock {
  readonly #sleepers = new Set<Sleeper>();
  #now = Date.UTC(2026, 0, 1);

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const sleeper: Sleeper = { left: ms, ms, wake: () => {} };
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
    this.#sleepers.forEach(sleeper => {
      sleeper.left -= ms;
    });
    [...this.#sleepers]
      .filter(({ left }) => left <= 0)
      .sort((a, b) => a.left - b.left)
      .forEach(sleeper => sleeper.wake());
  }

  /** Puts the clock forward or back; whoever sleeps has to sleep as long as before. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** How long everyone who sleeps now wanted to. */
  sleeping(): number[] {
    return Array.from(this.#sleepers, ({ ms }) => ms);
  }
}
