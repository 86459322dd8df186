import { InputError, NotAllowedError } from '@backstage/errors';
import {
  DefaultAzureDevOpsCredentialsProvider,
  DefaultGithubCredentialsProvider,
  DefaultGitlabCredentialsProvider,
  getBitbucketCloudRequestOptions,
  getGiteaRequestOptions,
  type ScmIntegrations,
} from '@backstage/integration';
import type { GitHostProvider } from '@lakefront/backstage-plugin-lakehouse-node';
import { AzureHost } from './AzureHost';
import { BitbucketCloudHost } from './BitbucketCloudHost';
import { GiteaHost } from './GiteaHost';
import { GithubHost } from './GithubHost';
import { GitlabHost } from './GitlabHost';
import type { HostRequestSettings } from './HostRequest';
import { pullRequestChecks } from './pullRequestChecks';

/** The Git hosts of Backstage's `integrations:` that changes can be proposed on. */
export function builtInGitHosts(
  integrations: ScmIntegrations,
  settingsOf: (url: string) => HostRequestSettings,
): GitHostProvider[] {
  return [
    {
      id: 'github',
      title: 'GitHub',
      accepts: url => integrations.github.byUrl(url) !== undefined,
      checkPullRequest: pullRequestChecks.loginsAndTeams,
      create({ url }) {
        const { config } = integrations.github.byUrl(url)!;
        const credentials =
          DefaultGithubCredentialsProvider.fromIntegrations(integrations);
        return new GithubHost({
          ...settingsOf(url),
          baseUrl: new URL(url).origin,
          apiUrl: config.apiBaseUrl ?? `${new URL(url).origin}/api/v3`,
          headers: async () =>
            given(
              'github',
              url,
              (await credentials.getCredentials({ url })).headers,
            ),
        });
      },
    },
    {
      id: 'gitlab',
      title: 'GitLab',
      accepts: url => integrations.gitlab.byUrl(url) !== undefined,
      checkPullRequest: pullRequestChecks.gitlab,
      create({ url }) {
        const { config } = integrations.gitlab.byUrl(url)!;
        const credentials =
          DefaultGitlabCredentialsProvider.fromIntegrations(integrations);
        return new GitlabHost({
          ...settingsOf(url),
          baseUrl: config.baseUrl,
          apiUrl: config.apiBaseUrl,
          headers: async () => {
            const { headers } = await credentials.getCredentials({ url });
            return given('gitlab', url, headers);
          },
        });
      },
    },
    {
      id: 'azure',
      title: 'Azure DevOps',
      accepts: url => integrations.azure.byUrl(url) !== undefined,
      checkPullRequest: pullRequestChecks.azure,
      create({ url }) {
        const credentials =
          DefaultAzureDevOpsCredentialsProvider.fromIntegrations(integrations);
        return new AzureHost({
          ...settingsOf(url),
          baseUrl: new URL(url).origin,
          headers: async () => {
            const found = await credentials.getCredentials({ url });
            return given('azure', url, found?.headers);
          },
        });
      },
    },
    {
      id: 'bitbucketCloud',
      title: 'Bitbucket Cloud',
      accepts: url => integrations.bitbucketCloud.byUrl(url) !== undefined,
      checkPullRequest: pullRequestChecks.bitbucketCloud,
      create({ url }) {
        const { config } = integrations.bitbucketCloud.byUrl(url)!;
        return new BitbucketCloudHost({
          ...settingsOf(url),
          baseUrl: `https://${config.host}`,
          apiUrl: config.apiBaseUrl,
          headers: async () => {
            const { headers } = await getBitbucketCloudRequestOptions(config);
            return given('bitbucketCloud', url, headers);
          },
        });
      },
    },
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
    {
      id: 'gitea',
      title: 'Gitea or Forgejo',
      accepts: url => integrations.gitea.byUrl(url) !== undefined,
      checkPullRequest: pullRequestChecks.loginsAndTeams,
      create({ url }) {
        const { config } = integrations.gitea.byUrl(url)!;
        const baseUrl = config.baseUrl ?? `https://${config.host}`;
        return new GiteaHost({
          ...settingsOf(url),
          baseUrl: baseUrl.replace(/\/+$/, ''),
          headers: async () =>
            given('gitea', url, getGiteaRequestOptions(config).headers),
        });
      },
    },
  ];
}

/** Nobody may write without credentials: says so before the host is asked. */
function given(
  id: string,
  url: string,
  headers: Record<string, string> | undefined,
): Record<string, string> {
  if (!headers || Object.keys(headers).length === 0) {
    throw new NotAllowedError(
      `integrations.${id} has no credentials for ${url}`,
    );
  }
  return headers;
}
