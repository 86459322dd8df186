import type { Clock } from './types';

/** Resolves after that time on this clock; rejects with the signal's reason when that is aborted. */
export function sleep(
  clock: Clock,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    let cancel = () => {};
    const giveUp = () => {
      cancel();
      reject(signal.reason);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    cancel = clock.after(ms, () => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    });
  });
}
