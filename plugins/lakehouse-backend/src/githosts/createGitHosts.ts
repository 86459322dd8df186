import { InputError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import type {
  GitHost,
  GitHostProvider,
  GitPullRequestSettings,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { builtInGitHosts } from './builtInGitHosts';
import type { RepositoryObserver } from './HostObserver';
import type { HostRequestSettings } from './HostRequest';

/** The Git host that serves a repository. */
export interface GitHosts {
  /** Throws `InputError` where no host of config serves the repository. */
  forRepository(repository: { url: string }): GitHost;
  /** The same acting as a person with their own OAuth token, which is kept nowhere. */
  asUser(repository: { url: string }, token: string): GitHost;
}

export interface ConfiguredGitHosts extends GitHosts {
  /** Throws `InputError` where the repository's host can't do what a change needs, or config asks for. */
  assertSupported(repository: ConfiguredRepository): void;
}

interface ConfiguredRepository {
  url: string;
  pullRequest?: GitPullRequestSettings;
  credentials?: 'portal' | 'user';
}

export interface GitHostsOptions extends Omit<HostRequestSettings, 'observe'> {
  /** Is told how each host answers. */
  observe?: RepositoryObserver;
  integrations: ScmIntegrations;
  /** Hosts that other modules added; asked first. */
  added?: GitHostProvider[];
}

/** Git hosts with the credentials of `integrations:`; one client per repository. */
export function createGitHosts(options: GitHostsOptions): ConfiguredGitHosts {
  const { integrations, added = [], observe, ...settings } = options;
  const builtIn = builtInGitHosts(integrations, {
    portal: repository => ({
      ...settings,
      observe: observe && (answer => observe({ ...answer, repository })),
    }),
    // How a person's account is answered says nothing about the portal's.
    user: settings,
  });
  const providers = [...added, ...builtIn];
  const hosts = new Map<string, GitHost>();
  const providerOf = (url: string) =>
    providers.find(({ accepts }) => accepts(url));
  const find = (url: string) => {
    const host = hosts.get(url) ?? providerOf(url)?.create({ url });
    if (host) {
      hosts.set(url, host);
    }
    return host;
  };
  return {
    forRepository({ url }) {
      const host = find(url);
      if (!host) {
        const ids = providers.map(({ id }) => id).join(', ');
        throw new InputError(
          `No Git host is configured for ${url}: integrations needs an entry with host '${
            new URL(url).host
          }' under one of ${ids}`,
        );
      }
      return host;
    },
    asUser({ url }, token) {
      const host = providerOf(url)?.createWithToken?.({ url, token });
      if (!host) {
        throw new InputError(`Nobody's own account can write to ${url}`);
      }
      return host;
    },
    assertSupported({ url, pullRequest, credentials }) {
      find(url);
      const provider = providerOf(url);
      if (provider && credentials === 'user' && !provider.createWithToken) {
        throw new InputError(
          `lakehouse.gitops.repositories[].credentials of ${url} can't be 'user': ${provider.title} takes no token of a person; leave it out`,
        );
      }
      if (provider && pullRequest) {
        assertPullRequest(provider, { ...pullRequest, url });
      }
    },
  };
}

function assertPullRequest(
  { title, checkPullRequest }: GitHostProvider,
  asked: GitPullRequestSettings & { url: string },
) {
  if (checkPullRequest) {
    checkPullRequest(asked);
  } else if (asked.labels.length + asked.reviewers.length > 0) {
    throw new InputError(
      `lakehouse.gitops.repositories[].pullRequest of ${asked.url}: ${title} takes no labels and no reviewers; leave them out`,
    );
  }
}
