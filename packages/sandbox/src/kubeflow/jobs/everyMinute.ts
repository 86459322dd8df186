import type { Timers } from '../../Timers';
import type { Clock } from '../../types';

export const MINUTE = 60_000;

/** Calls back when each minute begins, with its time in milliseconds, until the timers stop. */
export function everyMinute(
  timers: Timers,
  clock: Clock,
  look: (minute: number) => void,
): void {
  timers.after(MINUTE - (clock.now() % MINUTE), () => {
    look(Math.floor(clock.now() / MINUTE) * MINUTE);
    everyMinute(timers, clock, look);
  });
}
