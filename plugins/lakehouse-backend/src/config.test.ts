import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readLakehouseConfig } from './config';
import { repositoryFor } from './gitopsConfig';

const CLUSTER = {
  name: 'west',
  url: 'https://west.example.com/',
  authProvider: 'serviceAccount',
  serviceAccountToken: 'token',
};

function read(options: { clusters?: JsonObject[]; lakehouse?: JsonObject }) {
  return readLakehouseConfig(
    new ConfigReader({
      kubernetes: {
        clusterLocatorMethods: [
          { type: 'config', clusters: options.clusters ?? [CLUSTER] },
          { type: 'catalog' },
        ],
      },
      lakehouse: options.lakehouse ?? {},
    }),
  );
}

const repository = (name: string, domains?: string[]) => ({
  name,
  url: `https://git.example.com/lakehouse/${name}`,
  targets: [{ kubernetesCluster: 'west', ...(domains && { domains }) }],
});

describe('readLakehouseConfig', () => {
  it('has defaults', () => {
    expect(read({})).toEqual({
      kubernetesClusters: [
        {
          name: 'west',
          title: 'west',
          url: 'https://west.example.com',
          account: { type: 'token', token: 'token' },
          skipTLSVerify: false,
        },
      ],
      permissions: { platform: [], dangerouslyOpen: false },
      domains: {
        kubernetesClusters: ['west'],
        namespaceLabel: 'lakefront.dev/domain',
      },
      runs: { keepDays: 90 },
      pipelineRuns: { keepDays: 400 },
      history: { keepDays: 14 },
      gitops: {
        repositories: [],
        users: {},
        fourEyes: { platform: true, domains: [] },
      },
      lakefs: { servers: [] },
      kubeflow: [],
      tidy: {
        domains: [],
        suspendAfterMs: 86_400_000,
        removeAfterMs: 30 * 86_400_000,
        schedule: expect.objectContaining({ frequency: { hours: 6 } }),
      },
    });
    expect(
      readLakehouseConfig(new ConfigReader({})).kubernetesClusters,
    ).toEqual([]);
  });

  it.each(['runs', 'pipelineRuns', 'history'])(
    'refuses to forget all %s at once',
    what => {
      expect(() => read({ lakehouse: { [what]: { keepDays: 0 } } })).toThrow(
        `lakehouse.${what}.keepDays must be`,
      );
    },
  );

  it('refuses names that mean nothing', () => {
    expect(() => read({ clusters: [CLUSTER, CLUSTER] })).toThrow('twice');
    expect(() =>
      read({ lakehouse: { domains: { kubernetesClusters: ['east'] } } }),
    ).toThrow("'east'");
    expect(() =>
      read({
        lakehouse: {
          gitops: {
            repositories: [
              {
                ...repository('a'),
                targets: [{ kubernetesCluster: 'east' }],
              },
            ],
          },
        },
      }),
    ).toThrow("'east'");
  });

  it('knows where each domain is written', () => {
    const { gitops } = read({
      lakehouse: {
        gitops: {
          repositories: [
            { ...repository('all'), pollInterval: { seconds: 10 } },
            {
              ...{ ...repository('risk', ['risk']), root: '/deploy/' },
              pullRequest: { labels: ['data', 'data'] },
            },
          ],
          users: {
            Mia: 'user:default/mia',
            'ben.s@example.com': 'user:default/ben',
            '{1-2}': 'user:default/noah',
          },
        },
      },
    });
    expect(repositoryFor(gitops, 'west', 'sales')).toMatchObject({
      name: 'all',
      baseBranch: 'main',
      pollIntervalMs: 10_000,
    });
    expect(repositoryFor(gitops, 'west', 'risk')).toMatchObject({
      name: 'risk',
      root: 'deploy',
      pullRequest: { labels: ['data'], reviewers: [], draft: false },
    });
    expect(repositoryFor(gitops, 'east', 'risk')).toBeUndefined();
    // Logins are whatever the Git host has: addresses, account ids.
    expect(gitops.users).toEqual({
      mia: 'user:default/mia',
      'ben.s@example.com': 'user:default/ben',
      '{1-2}': 'user:default/noah',
    });
  });

  it.each([
    [[repository('a', ['x']), repository('b', ['x'])], 'both claim west/x'],
    [[repository('a'), repository('a', ['x'])], "two repositories named 'a'"],
    [[{ ...repository('a'), root: '../x' }], 'root must be'],
    [
      [{ ...repository('a'), pullRequest: { reviewers: [' mia'] } }],
      "pullRequest.reviewers: ' mia' begins or ends with a space",
    ],
    [
      [{ ...repository('a'), credentials: 'mine' }],
      "credentials must be 'portal' or 'user', got 'mine'",
    ],
    [
      [{ ...repository('a'), url: 'https://me:token@git.example.com/a/b' }],
      'without credentials',
    ],
  ])('refuses %j', (repositories, message) => {
    expect(() => read({ lakehouse: { gitops: { repositories } } })).toThrow(
      message,
    );
  });
});
