import { setTimeout } from 'node:timers/promises';
import { Clock } from '../types';

/** Time that passes faster, so that pauses of minutes fit into a test; it can be put forward and back. */
export class FastClock implements Clock {
  readonly #factor: number;
  readonly #startedAt = performance.now();
  #offset = Date.UTC(2026, 0, 1);

  constructor(factor: number) {
    this.#factor = factor;
  }

  now(): number {
    const passed = (performance.now() - this.#startedAt) * this.#factor;
    return Math.round(this.#offset + passed);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return setTimeout(ms / this.#factor, undefined, { signal });
  }

  /** What it shows, not how it goes: pauses under way last as long as they would have. */
  jump(ms: number): void {
    this.#offset += ms;
  }
}
