import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { createGitHosts, type GitHostsOptions } from '../createGitHosts';
import type { GitHostFake } from './GitHostFake';

/** A fake whose host is found by the `integrations:` that lead to it. */
export function toGitHostFake(
  fake: Omit<GitHostFake, 'repository' | 'hosts'> & {
    /** Web address of the repository. */
    url: string;
    /** What config says of the host, with this credential. */
    integrations: (secret: string) => Record<string, object>;
    fetch?: GitHostsOptions['fetch'];
  },
): GitHostFake {
  const { url, integrations, fetch, ...rest } = fake;
  return {
    ...rest,
    repository: { name: 'gitops', baseBranch: 'main', root: '', url },
    hosts: ({ secret = fake.secret, ...more } = {}) =>
      createGitHosts({
        integrations: ScmIntegrations.fromConfig(
          new ConfigReader({
            integrations: Object.fromEntries(
              Object.entries(integrations(secret)).map(([id, one]) => [
                id,
                [one],
              ]),
            ),
          }),
        ),
        fetch,
        ...more,
      }),
  };
}
