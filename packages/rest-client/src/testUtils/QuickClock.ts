import type { Clock } from '../time';

/** Time in which every pause is over at once, and remembered. */
export class QuickClock implements Clock {
  readonly slept: number[] = [];
  private time: number;

  constructor(private readonly start = Date.UTC(2026, 0, 5, 8)) {
    this.time = start;
  }

  /** It is as it was in the beginning. */
  reset(): void {
    this.slept.length = 0;
    this.time = this.start;
  }

  now(): number {
    return this.time;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw signal.reason;
    this.slept.push(ms);
    this.time += ms;
  }
}
