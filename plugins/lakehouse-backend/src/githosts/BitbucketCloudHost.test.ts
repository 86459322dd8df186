import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { startFakeBitbucket } from './__testUtils__/fakeBitbucket';
import type { GitHostFake } from './__testUtils__/GitHostFake';
import { createGitHosts } from './createGitHosts';

const BRANCH = 'lakefront/a';

describe('BitbucketCloudHost', () => {
  let fake: GitHostFake;

  beforeEach(async () => {
    fake = await startFakeBitbucket();
  });

  afterEach(async () => {
    await fake.server.close();
  });

  const host = () => fake.hosts().forRepository(fake.repository);

  it('refuses a branch that appeared after it was looked for', async () => {
    const { model, repository, server } = fake;
    server.fault = ({ method }) => {
      if (method === 'POST') {
        model.push(BRANCH, { 'theirs.yaml': 'x' });
      }
      return undefined;
    };
    await expect(
      host().commitToNewBranch(repository, {
        ...{ branch: BRANCH, message: 'A' },
        files: [{ action: 'create', path: 'a.yaml', content: 'x' }],
      }),
    ).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('is not the tip'),
    });
    expect(model.resolve(BRANCH)?.tree.has('a.yaml')).toBe(false);
  });

  it('takes no path for a field of the form', async () => {
    const { model, repository } = fake;
    const paths = ['message', 'branch', 'parents', 'files', 'author'];
    const { sha } = await host().commitToNewBranch(repository, {
      ...{ branch: BRANCH, message: 'A' },
      author: { name: 'Mia', email: 'mia@example.com' },
      files: paths.map(path => ({
        ...{ action: 'create' as const, path, content: `in ${path}` },
      })),
    });
    const { tree, message } = model.commits.get(sha)!;
    expect(message).toBe('A');
    expect(paths.map(path => tree.get(path))).toEqual(
      paths.map(path => `in ${path}`),
    );
  });

  it('reads from branches with slashes', async () => {
    const { model, repository } = fake;
    model.push('release/1.0', { 'a.yaml': 'one' });
    const file = await host().getFile(repository, 'a.yaml', 'release/1.0');
    expect(file?.content).toBe('one');
    expect(
      await host().getFile(repository, 'a.yaml', 'release/2.0'),
    ).toBeUndefined();
  });

  it('tells approvers by account, since anybody may take any nickname', async () => {
    const { model, repository } = fake;
    model.push(BRANCH, { 'a.yaml': 'x' });
    model.openPull({ head: BRANCH, base: 'main', title: 'A', body: '' });
    model.review(1, 'ben', 'approved');
    expect(await host().listReviews(repository, 1)).toMatchObject([
      { login: 'ben-account', state: 'approved' },
    ]);
  });

  it('reads the commit of a head once', async () => {
    const { model, repository, server } = fake;
    model.push(BRANCH, { 'a.yaml': 'x' });
    model.openPull({ head: BRANCH, base: 'main', title: 'A', body: '' });
    const patient = host();
    await patient.listOpenPullRequests(repository);
    server.requests.length = 0;
    await patient.listOpenPullRequests(repository);
    expect(server.requests).toHaveLength(1);
  });
});

it('refuses Bitbucket Data Center with the reason, before anything is asked of it', () => {
  const host = 'bitbucket.example.com';
  const hosts = createGitHosts({
    integrations: ScmIntegrations.fromConfig(
      new ConfigReader({
        integrations: { bitbucketServer: [{ host, token: 'x' }] },
      }),
    ),
  });
  const url = `https://${host}/projects/LAKE/repos/gitops`;
  expect(() => hosts.assertSupported({ url })).toThrow(
    `Changes can't be proposed to ${url}: Bitbucket Server and Data Center have no call that commits several files at once (BSERV-12459)`,
  );
});
