import type { RepositoryHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitHosts } from '../githosts';
import type { HostAnswer, RateLimit } from '../githosts/HostObserver';

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
  /** By the path of a repository on its host. */
  readonly #seen = new Map<string, Seen>();
  /** By host: its calls share one account. */
  readonly #limits = new Map<string, RateLimit>();

  constructor(options: { now?: () => number } = {}) {
    this.#now = options.now ?? Date.now;
  }

  /** For `createGitHosts`. */
  readonly observe = (answer: HostAnswer): void => {
    const { host } = new URL(answer.apiUrl);
    const at = this.#now();
    if (answer.rateLimit) {
      this.#limits.set(host, answer.rateLimit);
    }
    const key = `${host} ${repositoryIn(answer.path)}`;
    this.#seen.set(key, {
      state: stateOf(answer),
      at,
      lastError: answer.error
        ? { at, message: answer.error }
        : this.#seen.get(key)?.lastError,
    });
  };

  /** How each repository of config answers. */
  describe(
    repositories: readonly Repository[],
    hosts: GitHosts,
  ): RepositoryHealth[] {
    return repositories.map(({ name, url }) => {
      const { host, pathname } = new URL(url);
      const seen = [...this.#seen].find(([key]) =>
        isAbout(key, host, pathname),
      )?.[1];
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

/** `owner/name` of `/repos/owner/name/branches/main?x=y`. */
function repositoryIn(path: string): string {
  return decodeURIComponent(
    path.split('?')[0].split('/').slice(2, 4).join('/'),
  );
}

/** A host may be mounted below a path of its own: then the repository's address has more before it. */
function isAbout(key: string, host: string, pathname: string): boolean {
  const [seenHost, repository] = key.split(' ');
  const path = decodeURIComponent(pathname).replace(/(\.git)?\/?$/, '');
  return seenHost === host && path.endsWith(`/${repository}`);
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
