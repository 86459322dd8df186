import type { LakeFSChange } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Change } from '@lakefront/lakefs-client';
import { BoundedMap } from '../../BoundedMap';
import {
  pageOfWhole,
  type ReadDiff,
  readLevel,
  readWhole,
} from './readChanges';

/** Changes that are remembered, of all diffs together. */
const CHANGES_KEPT = 200_000;
const LEVELS_KEPT = 500;

interface Question {
  prefix: string;
  limit: number;
  cursor?: string;
}

interface Lines {
  items: LakeFSChange[];
  nextCursor?: string;
}

/** Two commits of one repository, as one text. A diff between them never changes. */
export type CommitPair = string;

/** Diffs of commits, each read once while it is remembered, also for all who ask at once. */
export class DiffMemory {
  /** By pair and prefix; `undefined` within: too many to be read whole. */
  readonly #whole = new BoundedMap<string, Change[] | undefined>({
    most: CHANGES_KEPT,
    weigh: changes => 1 + (changes?.length ?? 0),
  });
  readonly #levels = new BoundedMap<string, Lines>({ most: LEVELS_KEPT });
  readonly #running = new Map<string, Promise<unknown>>();

  async lines(
    pair: CommitPair,
    read: ReadDiff,
    question: Question,
  ): Promise<Lines> {
    const changes = await this.whole(pair, read, question.prefix);
    if (changes) {
      return pageOfWhole(changes, question);
    }
    const key = JSON.stringify([pair, question]);
    const known = this.#levels.get(key);
    if (known) {
      return known;
    }
    const lines = await this.#once(key, () => readLevel(read, question));
    this.#levels.set(key, lines);
    return lines;
  }

  /** All changes below a prefix; undefined where they are too many. */
  async whole(
    pair: CommitPair,
    read: ReadDiff,
    prefix: string,
  ): Promise<readonly Change[] | undefined> {
    for (const above of prefixesOf(prefix)) {
      const changes = this.#whole.get(`${pair} ${above}`);
      if (changes) {
        return changes;
      }
    }
    const key = `${pair} ${prefix}`;
    if (!this.#whole.has(key)) {
      this.#whole.set(
        key,
        await this.#once(key, () => readWhole(read, prefix)),
      );
    }
    return this.#whole.get(key);
  }

  #once<T>(key: string, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key) as Promise<T> | undefined;
    if (running) {
      return running;
    }
    const started = work().finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    return started;
  }
}

/** `''`, `a/`, `a/b/` and the prefix itself. */
function prefixesOf(prefix: string): string[] {
  const found = [''];
  for (
    let at = prefix.indexOf('/');
    at >= 0;
    at = prefix.indexOf('/', at + 1)
  ) {
    found.push(prefix.slice(0, at + 1));
  }
  return found.includes(prefix) ? found : [...found, prefix];
}
