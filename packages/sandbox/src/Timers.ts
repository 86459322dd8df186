import type { Clock } from './types';

/** Timers of one owner, so that stopping it leaves none behind. */
export class Timers {
  private readonly pending = new Set<() => void>();
  private stopped = false;

  constructor(private readonly clock: Clock) {}

  /** Calls back once; returns a function that cancels it. */
  after(milliseconds: number, callback: () => void): () => void {
    if (this.stopped) return () => {};
    const cancel = this.clock.after(milliseconds, () => {
      this.pending.delete(cancel);
      callback();
    });
    this.pending.add(cancel);
    return () => {
      this.pending.delete(cancel);
      cancel();
    };
  }

  stop(): void {
    this.stopped = true;
    for (const cancel of this.pending) cancel();
    this.pending.clear();
  }
}
