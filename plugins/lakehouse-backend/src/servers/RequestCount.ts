import type { Clock } from '../changes/Clock';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;

/** Counts requests by the minute, and forgets those of more than an hour ago. */
export class RequestCount {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #byMinute = new Map<number, number>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  add(): void {
    const minute = this.#minute();
    this.#byMinute.set(minute, (this.#byMinute.get(minute) ?? 0) + 1);
    for (const old of this.#byMinute.keys()) {
      if (old <= minute - HOUR_MINUTES) {
        this.#byMinute.delete(old);
      }
    }
  }

  lastHour(): number {
    const from = this.#minute() - HOUR_MINUTES;
    return [...this.#byMinute]
      .filter(([minute]) => minute > from)
      .reduce((sum, [, count]) => sum + count, 0);
  }

  #minute(): number {
    return Math.floor(this.#clock.now() / MINUTE_MS);
  }
}
