/** A map that forgets what was not asked for longest when it weighs too much. */
export class BoundedMap<K, V> {
  readonly #most: number;
  readonly #weigh: (value: V) => number;
  readonly #entries = new Map<K, { value: V; weight: number }>();
  #weight = 0;

  /** `weigh` is 1 for each by default: then `most` is how many there are. */
  constructor(options: { most: number; weigh?: (value: V) => number }) {
    this.#most = options.most;
    this.#weigh = options.weigh ?? (() => 1);
  }

  get(key: K): V | undefined {
    const entry = this.#entries.get(key);
    if (entry) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
    }
    return entry?.value;
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  set(key: K, value: V): void {
    this.delete(key);
    const weight = this.#weigh(value);
    this.#entries.set(key, { value, weight });
    this.#weight += weight;
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.#most || this.#entries.size === 1) {
        break;
      }
      this.delete(oldest);
    }
  }

  delete(key: K): void {
    const entry = this.#entries.get(key);
    if (entry) {
      this.#entries.delete(key);
      this.#weight -= entry.weight;
    }
  }
}
