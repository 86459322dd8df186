/**
 * Remembers what was asked for lately, in two maps: when the young one is full it
 * becomes the old one, and the old one is dropped.
 */
export class Generations<T> {
  readonly #size: number;
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  constructor(size: number) {
    this.#size = size;
  }

  share(key: string, value: T): T {
    const young = this.#young.get(key);
    if (young !== undefined) {
      return young;
    }
    const kept = this.#old.get(key) ?? value;
    this.#young.set(key, kept);
    if (this.#young.size > this.#size) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    return kept;
  }
}
