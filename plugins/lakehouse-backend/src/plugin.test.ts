import { createBackendModule } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  lakehouseGitHostsExtensionPoint,
  type GitHost,
  type GitHostProvider,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { lakehousePlugin } from './plugin';

const URL_OF_SERVER =
  'https://bitbucket.example.com/projects/LAKE/repos/gitops';

const start = (...added: GitHostProvider[]) =>
  startTestBackend({
    features: [
      lakehousePlugin,
      createBackendModule({
        pluginId: 'lakehouse',
        moduleId: 'own-git-host',
        register(env) {
          env.registerInit({
            deps: { gitHosts: lakehouseGitHostsExtensionPoint },
            async init({ gitHosts }) {
              gitHosts.addGitHost(...added);
            },
          });
        },
      }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          integrations: {
            bitbucketServer: [{ host: 'bitbucket.example.com', token: 'x' }],
          },
          lakehouse: {
            gitops: {
              repositories: [
                {
                  name: 'gitops',
                  url: URL_OF_SERVER,
                  targets: [],
                },
              ],
            },
          },
        },
      }),
    ],
  });

const host = {
  title: 'Own',
  listOpenPullRequests: async () => [],
} as Partial<GitHost> as GitHost;

const own = (create: GitHostProvider['create']): GitHostProvider => ({
  ...{ id: 'own', title: 'Own', create },
  accepts: url => url === URL_OF_SERVER,
});

it('does not start with a repository that changes could be left half made in', async () => {
  await expect(start()).rejects.toThrow(/commits several files at once/);
});

it('serves a repository by the host that another module added', async () => {
  const create = jest.fn(() => host);

  const backend = await start(own(create));

  expect(create).toHaveBeenCalledWith({ url: URL_OF_SERVER });
  await backend.stop();
});

it('refuses two hosts of one id', async () => {
  const create = () => host;
  await expect(start(own(create), own(create))).rejects.toThrow(
    /Git host 'own' was added twice/,
  );
});

it.each([
  ['is off by default', undefined, false],
  ['runs where domains are named', { domains: ['sales'] }, true],
])('tidying %s', async (_, tidy, runs) => {
  const scheduler = mockServices.scheduler.mock();
  const backend = await startTestBackend({
    features: [
      lakehousePlugin,
      scheduler.factory,
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          lakehouse: { ...(tidy && { tidy }) },
        },
      }),
    ],
  });
  const tasks = scheduler.scheduleTask.mock.calls.map(([{ id }]) => id);
  expect(tasks).toContain('sweep-changes');
  expect(tasks.includes('tidy-domains')).toBe(runs);
  await backend.stop();
});
