import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { Clock } from '@lakefront/kfp-client';

/** Time that nobody sets: a node whose clock is put right waits as long as any other. */
export const steadyClock: Clock = {
  now: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await setTimeout(ms, undefined, { signal });
    } catch {
      throw signal.reason;
    }
  },
};
