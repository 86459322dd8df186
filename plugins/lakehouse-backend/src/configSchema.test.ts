import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { loadConfigSchema } from '@backstage/config-loader';

jest.setTimeout(60_000);

it('keeps secrets of config from those who may not see them', async () => {
  const schema = await loadConfigSchema({
    dependencies: [],
    packagePaths: [
      resolvePackagePath(
        '@lakefront/backstage-plugin-lakehouse-backend',
        'package.json',
      ),
    ],
  });
  // What the schemas of the framework ask for.
  const host = {
    app: { baseUrl: 'http://localhost:3000' },
    backend: {
      baseUrl: 'http://localhost:7007',
      listen: ':7007',
      database: { client: 'better-sqlite3', connection: ':memory:' },
    },
  };
  const data = {
    ...host,
    kubernetes: {
      // What the schema of Backstage's own Kubernetes plugin asks for.
      serviceLocatorMethod: { type: 'multiTenant' },
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: [
            { name: 'west', url: 'https://x', serviceAccountToken: 'secret' },
            {
              name: 'east',
              url: 'https://y',
              authMetadata: { serviceAccountToken: 'secret' },
            },
          ],
        },
      ],
    },
    lakehouse: {
      permissions: { platform: ['group:default/x'], dangerouslyOpen: false },
      kubernetes: {
        accounts: [
          { kubernetesCluster: 'west', kubeconfig: { file: '/config' } },
        ],
      },
      gitops: {
        repositories: [
          {
            name: 'gitops',
            url: 'https://git.example.com/a/b',
            targets: [{ kubernetesCluster: 'west', domains: ['*'] }],
            pollInterval: { seconds: 10 },
          },
        ],
        users: { mia: 'user:default/mia' },
        fourEyes: { platform: true, domains: ['risk'] },
      },
      lakefs: {
        servers: [
          {
            name: 'lake',
            endpoint: 'https://lakefs.example.com',
            credentials: { accessKeyId: 'secret', secretAccessKey: 'secret' },
            refreshInterval: { seconds: 30 },
          },
        ],
      },
    },
  };
  const visible = (visibility: 'frontend' | 'backend' | 'secret') =>
    JSON.stringify(
      schema.process([{ context: 'test', data }], { visibility: [visibility] }),
    );
  // Names and addresses of clusters are shown by the schema of Backstage's own Kubernetes plugin.
  expect(visible('frontend')).not.toMatch(/secret|gitops|accounts|lakehouse/);
  expect(visible('backend')).not.toContain('"secret"');
  expect(visible('secret')).toContain('"secret"');
  expect(() =>
    schema.process([
      {
        context: 'test',
        data: {
          ...host,
          lakehouse: { gitops: { repositories: [{ name: 1 }] } },
        },
      },
    ]),
  ).toThrow();
});
