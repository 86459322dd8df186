import { setTimeout } from 'node:timers/promises';

const TICK_MS = 5;

/**
 * Acts so often a second by the clock, for so many seconds. A machine that was
 * busy catches up, so that it is never fewer.
 */
export async function atRate(
  rate: { perSecond: number; seconds: number },
  act: (count: number) => void,
): Promise<void> {
  const total = rate.perSecond * rate.seconds;
  const started = performance.now();
  let done = 0;
  while (done < total) {
    const seconds = (performance.now() - started) / 1_000;
    const due = Math.min(total, Math.floor(seconds * rate.perSecond));
    while (done < due) act(done++);
    await setTimeout(TICK_MS);
  }
}
