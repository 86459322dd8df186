import { setTimeout as startTimer } from 'node:timers';
import { setTimeout } from 'node:timers/promises';

/** Time, injected so that tests need no sleeps. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`, or rejects with the signal's reason when aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    try {
      await setTimeout(ms, undefined, { signal });
    } catch {
      throw signal.reason;
    }
  },
};

/** How a call ends that took too long: told apart from an abort of the caller's. */
export class TimeIsUp extends Error {}

/** Aborts after `ms`, or with any of these signals; `clear` leaves nothing behind. */
export function timeLimit(
  ms: number,
  ...signals: Array<AbortSignal | undefined>
): { signal: AbortSignal; clear(): void } {
  const controller = new AbortController();
  const timer = startTimer(() => controller.abort(new TimeIsUp()), ms);
  const undo = signals.map(signal => {
    const pass = () => controller.abort(signal?.reason);
    if (signal?.aborted) pass();
    signal?.addEventListener('abort', pass, { once: true });
    return () => signal?.removeEventListener('abort', pass);
  });
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer);
      undo.forEach(step => step());
    },
  };
}

/**
 * How long `Retry-After` asks to wait: seconds or a date. Undefined where it
 * is not there or says nothing.
 */
export function retryAfterMs(
  header: string | null,
  now: number,
): number | undefined {
  if (!header?.trim()) return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds)
    ? seconds * 1000
    : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms)) : undefined;
}

/** The pause before try number `tried + 1`: doubling, and half of it random. */
export function backoffMs(options: {
  /** How often it was tried: 1 or more. */
  tried: number;
  initialMs: number;
  maxMs: number;
  /** In [0, 1). */
  random: number;
}): number {
  const { tried, initialMs, maxMs, random } = options;
  const full = Math.min(maxMs, initialMs * 2 ** Math.min(tried - 1, 30));
  return Math.round(full / 2 + (full / 2) * random);
}
