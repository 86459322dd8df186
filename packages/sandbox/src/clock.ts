import { Clock } from './types';

/** The machine's time. Its timers never keep a process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

interface Timer {
  id: number;
  due: number;
  callback: () => void;
}

/** Time that moves only when told to: for tests and for replays. */
export class ManualClock implements Clock {
  #now: number;
  #lastId = 0;
  #timers: Timer[] = [];

  constructor(start: number = Date.UTC(2026, 0, 5, 8)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    this.#lastId += 1;
    const timer = { id: this.#lastId, due: this.#now + ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter(other => other !== timer);
    };
  }

  /** Moves time on and runs what falls due, in order, each at its own moment. */
  advance(ms: number): void {
    const end = this.#now + ms;
    while (this.#runNext(end)) {
      // one timer a round: a callback may add or cancel others
    }
    this.#now = end;
  }

  /** As `advance`, but lets promises settle before, between and after the timers. */
  async advanceAsync(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    while (this.#runNext(end)) {
      await settle();
    }
    this.#now = end;
    await settle();
  }

  #runNext(end: number): boolean {
    const next = this.#timers
      .filter(timer => timer.due <= end)
      .sort((a, b) => a.due - b.due || a.id - b.id)[0];
    if (!next) {
      return false;
    }
    this.#timers = this.#timers.filter(timer => timer !== next);
    this.#now = Math.max(this.#now, next.due);
    next.callback();
    return true;
  }
}

/** One turn of the event loop, so that all promises already resolved have run. */
function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
