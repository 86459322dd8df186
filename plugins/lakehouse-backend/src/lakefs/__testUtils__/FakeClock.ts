import type { Clock } from '../../changes/Clock';

/** Time that passes only when a test says so. */
export class FakeClock implements Clock {
  #now = Date.UTC(2026, 10, 20, 12);
  readonly #waiting = new Set<{ at: number; callback: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const waiting = { at: this.#now + ms, callback };
    this.#waiting.add(waiting);
    return () => this.#waiting.delete(waiting);
  }

  advance(ms: number): void {
    this.#now += ms;
    for (const waiting of [...this.#waiting]) {
      if (waiting.at <= this.#now) {
        this.#waiting.delete(waiting);
        waiting.callback();
      }
    }
  }
}
