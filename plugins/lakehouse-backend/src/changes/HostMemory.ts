import type {
  GitHost,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import type { Clock } from './Clock';

/** What contains what never changes. */
const CONTAINS_FOR_MS = 60 * 60_000;
/** A change that waits for its cluster learns this much later that a later one wrote its file. */
const LAST_COMMIT_FOR_MS = 30_000;
const MAX_REMEMBERED = 5_000;

/**
 * Answers of Git hosts that changes ask for again each time something moves in
 * their domain, remembered for as long as that does no harm.
 */
export class HostMemory {
  readonly #answers = new Map<string, { until: number; answer: unknown }>();

  constructor(private readonly clock: Clock) {}

  /** A host that is asked only for what is not remembered. */
  before(host: GitHost): GitHost {
    const ask = <T>(key: unknown[], ms: number, call: () => Promise<T>) =>
      this.#ask(JSON.stringify(key), ms, call);
    const contains: GitHost['contains'] = (repository, commit, ancestor) =>
      ask(['contains', repository.url, commit, ancestor], CONTAINS_FOR_MS, () =>
        host.contains(repository, commit, ancestor),
      );
    const getLastCommit = (
      repository: GitRepositoryTarget,
      path: string,
      ref: string,
    ) =>
      ask(['last', repository.url, path, ref], LAST_COMMIT_FOR_MS, () =>
        host.getLastCommit(repository, path, ref),
      );
    return { ...host, contains, getLastCommit };
  }

  async #ask<T>(key: string, ms: number, call: () => Promise<T>): Promise<T> {
    const now = this.clock.now();
    const known = this.#answers.get(key);
    if (known && known.until > now) {
      return known.answer as T;
    }
    const answer = await call();
    this.#answers.delete(key);
    this.#answers.set(key, { until: now + ms, answer });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MAX_REMEMBERED) {
      this.#answers.delete(oldest);
    }
    return answer;
  }
}
