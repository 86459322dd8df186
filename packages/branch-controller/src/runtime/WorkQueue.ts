import type { Again } from '../reconcile/Result';
import type { Clock } from './Clock';

export interface WorkQueueOptions {
  /** Never called twice at once for one key. What it throws counts as a failure. */
  work(key: string, signal: AbortSignal): Promise<Again | undefined>;
  /** How many keys at once. */
  workers: number;
  clock: Clock;
  random: () => number;
  signal: AbortSignal;
  onError(key: string, error: unknown): void;
  /** First and longest pause after failures. */
  pauseMs?: { initial: number; max: number };
}

/** Keys that want to be looked at, each once however often it was said. */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #busy = new Set<Promise<void>>();
  readonly #waiting = new Set<string>();
  readonly #running = new Map<string, { again: boolean }>();
  readonly #timers = new Map<string, { at: number; cancel: AbortController }>();
  readonly #failures = new Map<string, number>();

  constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  get depth(): number {
    return this.#waiting.size;
  }

  add(key: string): void {
    if (this.#options.signal.aborted) return;
    this.#timers.get(key)?.cancel.abort();
    this.#timers.delete(key);
    const running = this.#running.get(key);
    if (running) {
      running.again = true;
      return;
    }
    this.#waiting.add(key);
    this.#next();
  }

  /** As `add`, later; the sooner of two times counts. */
  addAfter(key: string, ms: number): void {
    const { clock, signal } = this.#options;
    const at = clock.now() + ms;
    const before = this.#timers.get(key);
    if (before && before.at <= at) return;
    before?.cancel.abort();
    const cancel = new AbortController();
    this.#timers.set(key, { at, cancel });
    clock.sleep(ms, AbortSignal.any([signal, cancel.signal])).then(
      () => this.add(key),
      () => {}, // it is looked at already, or nothing is any more
    );
  }

  /** The object is gone: nothing about it is remembered. */
  forget(key: string): void {
    this.#timers.get(key)?.cancel.abort();
    this.#timers.delete(key);
    this.#failures.delete(key);
  }

  /** Resolves when nothing is under way; after an abort nothing new begins. */
  async idle(): Promise<void> {
    while (this.#busy.size > 0) await Promise.race(this.#busy);
  }

  #next(): void {
    for (const key of this.#waiting) {
      if (this.#running.size >= this.#options.workers) return;
      if (this.#options.signal.aborted) return;
      this.#waiting.delete(key);
      this.#running.set(key, { again: false });
      const done = this.#run(key).finally(() => this.#busy.delete(done));
      this.#busy.add(done);
    }
  }

  async #run(key: string): Promise<void> {
    const { work, signal, onError } = this.#options;
    let again: Again | undefined;
    try {
      again = await work(key, signal);
    } catch (error) {
      again = { kind: 'failed' };
      if (!signal.aborted) onError(key, error);
    }
    const wasAsked = this.#running.get(key)?.again ?? false;
    this.#running.delete(key);
    if (again?.kind === 'failed') {
      const failures = (this.#failures.get(key) ?? 0) + 1;
      this.#failures.set(key, failures);
      // What was asked for meanwhile waits as well: it would fail the same.
      this.addAfter(key, this.#pause(failures, again.atLeastMs));
    } else {
      this.#failures.delete(key);
      if (wasAsked) this.#waiting.add(key);
      else if (again) this.addAfter(key, again.ms);
    }
    this.#next();
  }

  #pause(failures: number, atLeastMs = 0): number {
    const { random, pauseMs = { initial: 1_000, max: 5 * 60_000 } } =
      this.#options;
    const full = Math.min(
      pauseMs.max,
      pauseMs.initial * 2 ** Math.min(failures - 1, 30),
    );
    return Math.max(atLeastMs, Math.round(full / 2 + (full / 2) * random()));
  }
}
