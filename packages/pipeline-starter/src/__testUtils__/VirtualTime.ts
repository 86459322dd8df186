import { setImmediate } from 'node:timers/promises';
import type { Clock } from '@lakefront/kfp-client';

/** Time that goes on as soon as everybody waits: the same order at every run. */
export class VirtualTime implements Clock {
  private time = 0;
  private readonly timers: Array<{ at: number; ring: () => void }> = [];

  now(): number {
    return this.time;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const timer = { at: this.time + ms, ring: resolve };
      this.timers.push(timer);
      signal?.addEventListener('abort', () => {
        this.timers.splice(this.timers.indexOf(timer), 1);
        reject(signal.reason);
      });
    });
  }

  /** Lets time go on until these have ended, one way or the other. */
  async run<T>(...work: Array<Promise<T>>): Promise<PromiseSettledResult<T>[]> {
    let ended = false;
    const all = Promise.allSettled(work).then(results => {
      ended = true;
      return results;
    });
    for (;;) {
      await setImmediate();
      if (ended) return all;
      const next = this.timers.reduce(
        (first, timer) => (timer.at < first.at ? timer : first),
        this.timers[0],
      );
      if (!next) throw new Error('everybody waits, and for nothing');
      this.timers.splice(this.timers.indexOf(next), 1);
      this.time = next.at;
      next.ring();
    }
  }
}
