import { mockServices } from '@backstage/backend-test-utils';
import type { GitHost } from '@lakefront/backstage-plugin-lakehouse-node';
import type { GitOpsConfig } from '../../gitopsConfig';
import { CulpritFinder } from './CulpritFinder';

const DIRECTORY = 'clusters/west/domains/sales';
const AFTER = 'clusters/west/domains-after/sales';

const gitops = {
  repositories: [
    {
      ...{ name: 'gitops', url: 'https://git.example.com/o/gitops' },
      ...{ baseBranch: 'main', root: '' },
      targets: [{ kubernetesCluster: 'west', domains: ['*'] }],
    },
  ],
} as unknown as GitOpsConfig;

const manifest = (name: string) =>
  `apiVersion: v1\nkind: Job\nmetadata:\n  name: ${name}\n`;

function setUp(files: Record<string, string>) {
  const asked: string[] = [];
  let now = 0;
  let refused: Error | undefined;
  const host: Partial<GitHost> = {
    async listFiles(_, directory) {
      asked.push(directory);
      if (refused) throw refused;
      return Object.keys(files)
        .filter(path => path.startsWith(`${directory}/`))
        .map(path => ({ path }));
    },
    async getFile(_, path) {
      asked.push(path);
      return { content: files[path], sha: path };
    },
    async getLastCommit(_, path) {
      return {
        ...{ sha: 'c'.repeat(40), message: `Write ${path}\n\nBy hand` },
        ...{ at: '2026-11-22T09:00:00Z', url: 'https://git.example.com/c' },
      };
    },
  };
  const finder = new CulpritFinder({
    changes: { list: async () => ({ rows: [] }) },
    gitops,
    hosts: { forRepository: () => host as GitHost },
    clock: { now: () => now },
    logger: mockServices.logger.mock(),
  });
  return {
    asked,
    find: (message?: string) => finder.find('west/sales', message),
    pass: (ms: number) => (now += ms),
    refuse: (error?: Error) => (refused = error),
  };
}

it('names a file that somebody wrote by hand, and the commit', async () => {
  const path = `${DIRECTORY}/job/by-hand.yaml`;
  const { find } = setUp({ [path]: manifest('by-hand') });

  expect(await find('Job/dom-sales/by-hand dry-run failed')).toEqual({
    path,
    commit: {
      sha: 'c'.repeat(40),
      title: `Write ${path}`,
      url: 'https://git.example.com/c',
    },
  });
});

it.each([
  ['in a file of another name', `${DIRECTORY}/finance.yaml`],
  ['among what is applied after', `${AFTER}/all/versions.yml`],
])('finds one %s among several documents', async (_, path) => {
  const { find } = setUp({
    [`${DIRECTORY}/job/daily.yaml`]: manifest('daily'),
    [`${DIRECTORY}/README.md`]: 'by-hand',
    [path]: `${manifest('other')}---\n${manifest('by-hand')}`,
  });

  expect(await find('jobs.batch "by-hand" is forbidden')).toMatchObject({
    path,
  });
});

it('asks Git once for what the engine says again and again, and anew later', async () => {
  const { find, asked, pass } = setUp({});
  const first = 'Job/dom-sales/by-hand is forbidden, retried 1 times';
  expect(await find(first)).toBeUndefined();
  expect(await find(first.replace('1', '2'))).toBeUndefined();
  expect(asked).toEqual([DIRECTORY, AFTER]);

  await find('Job/dom-sales/other is forbidden');
  expect(asked).toHaveLength(4);
  pass(300_000);
  await find('Job/dom-sales/other is forbidden');
  expect(asked).toHaveLength(6);
});

it.each([undefined, 'context deadline exceeded'])(
  'does not ask for what %j names',
  async message => {
    const { find, asked } = setUp({});
    expect(await find(message)).toBeUndefined();
    expect(asked).toEqual([]);
  },
);

it('knows no file where the Git host does not answer', async () => {
  const { find, refuse } = setUp({});
  refuse(new Error('503'));
  expect(await find('"by-hand" is forbidden')).toBeUndefined();
});
