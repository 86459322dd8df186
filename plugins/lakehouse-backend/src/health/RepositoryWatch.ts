import type { RepositoryHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitHosts } from '../githosts';
import type {
  HostAnswer,
  RateLimit,
  RepositoryObserver,
} from '../githosts/HostObserver';

interface Seen {
  state: RepositoryHealth['state'];
  at: number;
  lastError?: { at: number; message: string };
}

type Repository = { name: string; url: string };

/**
 * Remembers how the Git hosts answered the calls that were made anyway. Each
 * replica knows of its own calls; one that made none yet says `unknown`.
 */
export class RepositoryWatch {
  readonly #now: () => number;
  /** By the web address of the repository. */
  readonly #seen = new Map<string, Seen>();
  /** By host: its calls share one account. */
  readonly #limits = new Map<string, RateLimit>();

  constructor(options: { now?: () => number } = {}) {
    this.#now = options.now ?? Date.now;
  }

  /** For `createGitHosts`. */
  readonly observe: RepositoryObserver = answer => {
    const { repository, error } = answer;
    const at = this.#now();
    if (answer.rateLimit) {
      this.#limits.set(new URL(repository).host, answer.rateLimit);
    }
    this.#seen.set(repository, {
      state: stateOf(answer),
      at,
      lastError: error
        ? { at, message: error }
        : this.#seen.get(repository)?.lastError,
    });
  };

  /** How each repository of config answers. */
  describe(
    repositories: readonly Repository[],
    hosts: GitHosts,
  ): RepositoryHealth[] {
    return repositories.map(({ name, url }) => {
      const { host } = new URL(url);
      const seen = this.#seen.get(url);
      const limit = this.#limits.get(host);
      return {
        ...{ name, url, host: titleOf(hosts, url) ?? host },
        state: seen?.state ?? 'unknown',
        ...(seen && { lastAskedAt: toIso(seen.at) }),
        ...(seen?.lastError && {
          lastError: {
            at: toIso(seen.lastError.at),
            message: seen.lastError.message,
          },
        }),
        ...(limit && {
          rateLimit: {
            limit: limit.limit,
            remaining: limit.remaining,
            ...(limit.resetsAt !== undefined && {
              resetsAt: toIso(limit.resetsAt),
            }),
          },
        }),
      };
    });
  }
}

function stateOf({ status, error }: HostAnswer): Seen['state'] {
  if (!error) {
    return 'answers';
  }
  if (status === undefined || status === 408 || status >= 500) {
    return 'unreachable';
  }
  // A conflict is an answer about what was asked, not about the repository.
  return status === 409 || status === 422 ? 'answers' : 'refuses';
}

function titleOf(hosts: GitHosts, url: string): string | undefined {
  try {
    return hosts.forRepository({ url }).title;
  } catch {
    // No integration is configured for it; changes say so when they are made.
    return undefined;
  }
}

function toIso(time: number): string {
  return new Date(time).toISOString();
}
