import type { Clock } from '../runtime/Clock';

export interface BatchesOptions<I, R> {
  /** Ends with the term of leading; it is nobody's in particular, as a batch is of many. */
  signal: AbortSignal;
  clock: Clock;
  /** Does all of a batch, and answers for each of it. */
  work(batch: I[], signal: AbortSignal): Promise<R[]>;
}

interface Waiting<I, R> {
  item: I;
  resolve(result: R): void;
  reject(error: unknown): void;
}

/** Within this time the first batch is collected; the later ones collect while one is done. */
const COLLECT_MS = 5;
const LARGEST_BATCH = 200;

/**
 * What many ask for at once, done together in a few calls. Batches follow each
 * other: lakeFS refuses those who write the same document at the same time.
 */
export class Batches<I, R> {
  readonly #options: BatchesOptions<I, R>;
  #waiting: Array<Waiting<I, R>> = [];
  #working = false;

  constructor(options: BatchesOptions<I, R>) {
    this.#options = options;
  }

  /**
   * What fails for a batch fails for each of it. Whoever's own signal is
   * aborted waits no longer; the batch is done all the same.
   */
  add(item: I, signal: AbortSignal): Promise<R> {
    return new Promise((resolve, reject) => {
      const giveUp = () => reject(signal.reason);
      signal.addEventListener('abort', giveUp);
      const done = () => signal.removeEventListener('abort', giveUp);
      this.#waiting.push({
        item,
        resolve: result => {
          done();
          resolve(result);
        },
        reject: error => {
          done();
          reject(error);
        },
      });
      if (!this.#working) this.#workAll();
    });
  }

  async #workAll(): Promise<void> {
    const { clock, signal } = this.#options;
    this.#working = true;
    while (this.#waiting.length > 0) {
      await clock.sleep(COLLECT_MS, signal).catch(() => {});
      await this.#workOne(this.#waiting.splice(0, LARGEST_BATCH));
    }
    this.#working = false;
  }

  async #workOne(batch: Array<Waiting<I, R>>): Promise<void> {
    const { signal, work } = this.#options;
    try {
      signal.throwIfAborted();
      const results = await work(
        batch.map(({ item }) => item),
        signal,
      );
      batch.forEach(({ resolve }, index) => resolve(results[index]));
    } catch (error) {
      batch.forEach(({ reject }) => reject(error));
    }
  }
}
