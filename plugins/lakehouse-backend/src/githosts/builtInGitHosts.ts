import { InputError, NotAllowedError } from '@backstage/errors';
import {
  DefaultAzureDevOpsCredentialsProvider,
  DefaultGithubCredentialsProvider,
  DefaultGitlabCredentialsProvider,
  getBitbucketCloudRequestOptions,
  getGiteaRequestOptions,
  type ScmIntegrations,
} from '@backstage/integration';
import type {
  GitHost,
  GitHostProvider,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { AzureHost } from './AzureHost';
import { BitbucketCloudHost } from './BitbucketCloudHost';
import { GiteaHost } from './GiteaHost';
import { GithubHost } from './GithubHost';
import { GitlabHost } from './GitlabHost';
import type { HostRequestSettings } from './HostRequest';
import { pullRequestChecks } from './pullRequestChecks';

type Headers = Record<string, string>;
type Access = HostRequestSettings & { headers: () => Promise<Headers> };

/** A Git host of Backstage's `integrations:`. */
interface BuiltIn extends Pick<GitHostProvider, 'title' | 'checkPullRequest'> {
  id: 'github' | 'gitlab' | 'azure' | 'bitbucketCloud' | 'gitea';
  /** The portal's own credentials; asked for at every call, since some expire. */
  credentialsOf(url: string): () => Promise<Headers | undefined>;
  connect(url: string, access: Access): GitHost;
}

/** The Git hosts of Backstage's `integrations:` that changes can be proposed on. */
export function builtInGitHosts(
  integrations: ScmIntegrations,
  settings: {
    /** For calls with the portal's own credentials. */
    portal: (url: string) => HostRequestSettings;
    /** For calls with those of a person. */
    user: HostRequestSettings;
  },
): GitHostProvider[] {
  const builtIn = (options: BuiltIn): GitHostProvider => {
    const { credentialsOf, connect, ...host } = options;
    return {
      ...host,
      accepts: url => integrations[host.id].byUrl(url) !== undefined,
      create({ url }) {
        const headers = credentialsOf(url);
        return connect(url, {
          ...settings.portal(url),
          headers: async () => given(host.id, url, await headers()),
        });
      },
      createWithToken: ({ url, token }) =>
        connect(url, {
          ...settings.user,
          advice: `Your own account on ${host.title} needs write access to this repository: sign in to it again in the portal's settings, under authentication providers.`,
          headers: async () => ({ Authorization: `Bearer ${token}` }),
        }),
    };
  };
  return [
    builtIn({
      id: 'github',
      title: 'GitHub',
      checkPullRequest: pullRequestChecks.loginsAndTeams,
      credentialsOf(url) {
        const credentials =
          DefaultGithubCredentialsProvider.fromIntegrations(integrations);
        return async () => (await credentials.getCredentials({ url })).headers;
      },
      connect: (url, access) =>
        new GithubHost({
          ...access,
          baseUrl: new URL(url).origin,
          apiUrl:
            integrations.github.byUrl(url)!.config.apiBaseUrl ??
            `${new URL(url).origin}/api/v3`,
        }),
    }),
    builtIn({
      id: 'gitlab',
      title: 'GitLab',
      checkPullRequest: pullRequestChecks.gitlab,
      credentialsOf(url) {
        const credentials =
          DefaultGitlabCredentialsProvider.fromIntegrations(integrations);
        return async () => (await credentials.getCredentials({ url })).headers;
      },
      connect(url, access) {
        const { config } = integrations.gitlab.byUrl(url)!;
        return new GitlabHost({
          ...{ ...access, baseUrl: config.baseUrl, apiUrl: config.apiBaseUrl },
        });
      },
    }),
    builtIn({
      id: 'azure',
      title: 'Azure DevOps',
      checkPullRequest: pullRequestChecks.azure,
      credentialsOf(url) {
        const credentials =
          DefaultAzureDevOpsCredentialsProvider.fromIntegrations(integrations);
        return async () => (await credentials.getCredentials({ url }))?.headers;
      },
      connect: (url, access) =>
        new AzureHost({ ...access, baseUrl: new URL(url).origin }),
    }),
    builtIn({
      id: 'bitbucketCloud',
      title: 'Bitbucket Cloud',
      checkPullRequest: pullRequestChecks.bitbucketCloud,
      credentialsOf(url) {
        const { config } = integrations.bitbucketCloud.byUrl(url)!;
        return async () =>
          (await getBitbucketCloudRequestOptions(config)).headers;
      },
      connect(url, access) {
        const { config } = integrations.bitbucketCloud.byUrl(url)!;
        return new BitbucketCloudHost({
          ...access,
          baseUrl: `https://${config.host}`,
          apiUrl: config.apiBaseUrl,
        });
      },
    }),
    {
      id: 'bitbucketServer',
      title: 'Bitbucket Data Center',
      accepts: url => integrations.bitbucketServer.byUrl(url) !== undefined,
      create({ url }) {
        throw new InputError(
          `Changes can't be proposed to ${url}: Bitbucket Server and Data Center have no call that commits several files at once (BSERV-12459), so a change could be left half made. Keep the repository on another Git host, or add a host of your own for it`,
        );
      },
    },
    builtIn({
      id: 'gitea',
      title: 'Gitea or Forgejo',
      checkPullRequest: pullRequestChecks.loginsAndTeams,
      credentialsOf(url) {
        const { config } = integrations.gitea.byUrl(url)!;
        return async () => getGiteaRequestOptions(config).headers;
      },
      connect(url, access) {
        const { config } = integrations.gitea.byUrl(url)!;
        const baseUrl = config.baseUrl ?? `https://${config.host}`;
        return new GiteaHost({
          ...{ ...access, baseUrl: baseUrl.replace(/\/+$/, '') },
        });
      },
    }),
  ];
}

/** Nobody may write without credentials: says so before the host is asked. */
function given(id: string, url: string, headers: Headers | undefined): Headers {
  if (!headers || Object.keys(headers).length === 0) {
    throw new NotAllowedError(
      `integrations.${id} has no credentials for ${url}`,
    );
  }
  return headers;
}
