import type { Clock } from '../Clock';

/** Time that moves only when a test moves it. */
export class ManualClock implements Clock {
  #now = Date.UTC(2026, 0, 5, 8);
  #timers: Array<{ due: number; callback: () => void }> = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { due: this.#now + ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter(other => other !== timer);
    };
  }

  advance(ms: number): void {
    this.#now += ms;
    const due = this.#timers.filter(timer => timer.due <= this.#now);
    this.#timers = this.#timers.filter(timer => timer.due > this.#now);
    due.forEach(({ callback }) => callback());
  }
}
