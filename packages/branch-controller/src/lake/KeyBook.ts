import { Batches } from './Batches';
import type { RepositoryOptions } from './Lake';

/** Keys with their values; undefined: the key goes. */
type Keys = Record<string, string | undefined>;

/** What is written into the metadata of one repository, what many write in a few calls. */
export class KeyBook {
  readonly #options: RepositoryOptions;
  readonly #batches: Batches<Keys, void>;

  constructor(options: RepositoryOptions) {
    this.#options = options;
    this.#batches = new Batches({
      ...options,
      work: (batch, signal) => this.#write(batch, signal),
    });
  }

  set(values: Record<string, string>, signal: AbortSignal): Promise<void> {
    return this.#batches.add(values, signal);
  }

  /** Keys that are not there are none. */
  drop(keys: readonly string[], signal: AbortSignal): Promise<void> {
    const gone = Object.fromEntries(keys.map(key => [key, undefined]));
    return this.#batches.add(gone, signal);
  }

  async #write(batch: Keys[], signal: AbortSignal): Promise<void[]> {
    const { client, repository } = this.#options;
    // Whoever was last to say something about a key is right.
    const last = Object.entries(Object.assign({}, ...batch) as Keys);
    const set = last.filter(([, value]) => value !== undefined);
    const gone = last.filter(([, value]) => value === undefined);
    if (set.length > 0) {
      const values = Object.fromEntries(set) as Record<string, string>;
      await client.repositories.setMetadata(repository, values, { signal });
    }
    if (gone.length > 0) {
      const keys = gone.map(([key]) => key);
      await client.repositories.deleteMetadata(repository, keys, { signal });
    }
    return batch.map(() => undefined);
  }
}
