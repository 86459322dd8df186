import { InputError } from '@backstage/errors';
import {
  getGiteaRequestOptions,
  type ScmIntegrations,
} from '@backstage/integration';
import type { GitHost } from '@lakefront/backstage-plugin-lakehouse-node';
import { GiteaHost } from './GiteaHost';
import type { HostObserver } from './HostObserver';
import type { Fetch } from './HostRequest';

/** The Git host that serves a repository. */
export interface GitHosts {
  /** Throws `InputError` where no integration is configured for the repository's host. */
  forRepository(repository: { url: string }): GitHost;
}

/** Git hosts with the credentials of `integrations:`; one client per host. */
export function createGitHosts(options: {
  integrations: ScmIntegrations;
  fetch?: Fetch;
  timeLimitMs?: number;
  /** Is told how each host answers. */
  observe?: HostObserver;
}): GitHosts {
  const hosts = new Map<string, GitHost>();
  return {
    forRepository({ url }) {
      const { host: name } = new URL(url);
      const known = hosts.get(name);
      if (known) {
        return known;
      }
      const integration = options.integrations.gitea.byUrl(url);
      if (!integration) {
        throw new InputError(
          `No Git host is configured for ${url}: integrations.gitea needs an entry with host '${name}'`,
        );
      }
      const { config } = integration;
      const host = new GiteaHost({
        baseUrl: (config.baseUrl ?? `https://${config.host}`).replace(
          /\/+$/,
          '',
        ),
        headers: getGiteaRequestOptions(config).headers,
        fetch: options.fetch,
        timeLimitMs: options.timeLimitMs,
        observe: options.observe,
      });
      hosts.set(name, host);
      return host;
    },
  };
}
