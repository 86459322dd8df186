import type { Clock } from './Clock';
import { LeaseHolder, type LeaseOptions } from './LeaseHolder';

export interface LeadOptions extends LeaseOptions {
  signal: AbortSignal;
  /** Led until its signal is aborted. What it throws ends the whole. */
  work(signal: AbortSignal): Promise<void>;
  onError(error: unknown): void;
}

/** A leader that could not say so for this long leads no longer; nobody else does before the Lease has run out. */
const RENEW_DEADLINE_MS = 10_000;
const RENEW_MS = 3_000;

/** Does the work in one process at a time: whoever holds the Lease. */
export async function lead(options: LeadOptions): Promise<void> {
  const { clock, signal, work, onError } = options;
  const lease = new LeaseHolder(options);
  while (!signal.aborted) {
    if (!(await lease.tryHold().catch(reported(onError, false)))) {
      await pause(clock, RENEW_MS, signal);
      continue;
    }
    const leading = new AbortController();
    const stop = AbortSignal.any([signal, leading.signal]);
    const working = work(stop).finally(() => leading.abort());
    // It is waited for below, when the other loop has ended.
    working.catch(() => {});
    let heldAt = clock.now();
    while (!stop.aborted) {
      await pause(clock, RENEW_MS, stop);
      if (stop.aborted) break;
      const held = await lease.tryHold().catch(reported(onError, undefined));
      if (held) heldAt = clock.now();
      if (held === false || clock.now() - heldAt > RENEW_DEADLINE_MS) {
        leading.abort(new Error('The lease was lost'));
      }
    }
    await working;
    await lease.release().catch(reported(onError, undefined));
  }
}

function reported<T>(onError: (error: unknown) => void, answer: T) {
  return (error: unknown) => {
    onError(error);
    return answer;
  };
}

/** Ends early, without a word, when it is over. */
async function pause(clock: Clock, ms: number, signal: AbortSignal) {
  await clock.sleep(ms, signal).catch(() => {});
}
