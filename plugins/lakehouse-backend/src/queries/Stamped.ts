import type { Followed } from '../index/Shelf';

/** An answer that holds as long as no row changes, and a stamp stays as it is. */
export class Stamped<T> implements Followed {
  #known: { stamp: number; value: T } | undefined;

  at(stamp: number, answer: () => T): T {
    if (this.#known?.stamp !== stamp) {
      this.#known = { stamp, value: answer() };
    }
    return this.#known.value;
  }

  change(): void {
    this.#known = undefined;
  }
}
