import { startFakeAzure } from './__testUtils__/fakeAzure';
import type { GitHostFake } from './__testUtils__/GitHostFake';
import { AzureHost } from './AzureHost';
import { toPullRequest, toReviews } from './azureShapes';

const BRANCH = 'lakefront/a';

describe('AzureHost', () => {
  let fake: GitHostFake;

  beforeEach(async () => {
    fake = await startFakeAzure();
    fake.model.push(BRANCH, { 'a.yaml': 'x' });
  });

  afterEach(async () => {
    await fake.server.close();
  });

  const host = () => fake.hosts().forRepository(fake.repository);
  const status = {
    ...{ context: 'lakefront/four-eyes', state: 'success' as const },
    description: 'Fine',
  };

  it('takes the page to sign in at for credentials that are refused', async () => {
    const stranger = fake
      .hosts({ secret: 'expired' })
      .forRepository(fake.repository);
    await expect(
      stranger.listOpenPullRequests(fake.repository),
    ).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining('(203)'),
    });
  });

  it('refuses a branch that appeared after it was looked for', async () => {
    const { model, repository, server } = fake;
    server.fault = ({ method }) => {
      if (method === 'POST') {
        model.push('lakefront/b', { 'theirs.yaml': 'x' });
      }
      return undefined;
    };
    await expect(
      host().commitToNewBranch(repository, {
        ...{ branch: 'lakefront/b', message: 'B' },
        files: [{ action: 'create', path: 'b.yaml', content: 'x' }],
      }),
    ).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('TF401028'),
    });
  });

  it('does not take a branch with a longer name for the one asked for', async () => {
    fake.model.push('lakefront/abc', { 'a.yaml': 'x' });
    expect(await host().getBranch(fake.repository, 'lakefront/ab')).toBe(
      undefined,
    );
  });

  it('posts a status where branch policies look, for the head that it is of', async () => {
    const { model, repository, server } = fake;
    model.openPull({ head: BRANCH, base: 'main', title: 'A', body: '' });
    const { sha } = model.push(BRANCH, { 'b.yaml': 'x' });

    await host().setCommitStatus(repository, sha, status);

    const { path, body } = server.requests[server.requests.length - 1];
    expect(path).toMatch(/\/pullRequests\/1\/statuses$/);
    expect(body).toEqual({
      ...{ state: 'succeeded', description: 'Fine', iterationId: 2 },
      context: { genre: 'lakefront', name: 'four-eyes' },
    });
  });

  it('posts a status to the commit where no pull request has it', async () => {
    const { model, repository, server } = fake;
    const sha = model.branches.get(BRANCH)!;
    server.fault = ({ method }) =>
      method === 'POST' ? { status: 201, body: { id: 1 } } : undefined;

    await host().setCommitStatus(repository, sha, status);

    expect(server.requests[server.requests.length - 1].path).toMatch(
      new RegExp(`/commits/${sha}/statuses$`),
    );
  });

  it('says why a branch was not deleted', async () => {
    fake.server.fault = ({ method }) =>
      method === 'POST'
        ? {
            body: {
              value: [{ success: false, updateStatus: 'rejectedByPolicy' }],
            },
          }
        : undefined;
    await expect(host().deleteBranch(fake.repository, BRANCH)).rejects.toThrow(
      'rejectedByPolicy',
    );
  });

  it.each([
    [
      'https://dev.azure.com/acme/data/_git/gitops',
      '/acme/data/_apis/git/repositories/gitops',
    ],
    [
      'https://dev.azure.com/acme/_git/gitops',
      '/acme/gitops/_apis/git/repositories/gitops',
    ],
    [
      'https://acme.visualstudio.com/data/_git/gitops',
      '/data/_apis/git/repositories/gitops',
    ],
    [
      'https://acme.visualstudio.com/_git/gitops',
      '/gitops/_apis/git/repositories/gitops',
    ],
  ])('knows the API of %s', async (url, path) => {
    const asked: string[] = [];
    const headers = async () => ({ Authorization: 'Basic x' });
    const azure = new AzureHost({
      ...{ baseUrl: new URL(url).origin, headers },
      fetch: async called => {
        asked.push(new URL(called).pathname);
        return new Response('{"pullRequestId":1}', { status: 500 });
      },
    });
    await azure
      .getPullRequest({ ...fake.repository, url }, 1)
      .catch(() => undefined);
    expect(asked).toEqual([`${path}/pullrequests/1`]);
  });

  it('needs a repository, not a project', async () => {
    const url = `${fake.server.url}/acme/data`;
    await expect(
      host().getBranch({ ...fake.repository, url }, 'main'),
    ).rejects.toMatchObject({ name: 'InputError' });
  });
});

describe('a pull request', () => {
  const active = {
    ...{ pullRequestId: 1, status: 'active', title: 'A' },
    ...{ sourceRefName: 'refs/heads/a', targetRefName: 'refs/heads/main' },
    creationDate: '2026-01-05T08:00:00Z',
  };

  it.each([
    ['conflicts', false],
    ['succeeded', true],
    ['queued', undefined],
  ])('that is %s can be merged: %s', (mergeStatus, mergeable) => {
    const pull = toPullRequest({ ...active, mergeStatus }, 'https://x');
    expect(pull.mergeable).toBe(mergeable);
  });
});

it('reads who voted from the threads of older servers', () => {
  const [review] = toReviews({
    reviewers: [{ id: 'u1', uniqueName: 'ben@example.com', vote: 5 }],
    iterations: [
      {
        ...{ id: 1, createdDate: '2026-01-05T08:00:00Z' },
        sourceRefCommit: { commitId: 'abc' },
      },
    ],
    threads: [
      {
        publishedDate: '2026-01-05T09:00:00Z',
        properties: {
          CodeReviewThreadType: { $value: 'VoteUpdate' },
          CodeReviewVoteResult: { $value: '5' },
          CodeReviewVotedByTfId: { $value: 'u1' },
        },
      },
      { publishedDate: '2026-01-05T10:00:00Z', properties: null },
    ],
  });
  expect(review).toMatchObject({ state: 'approved', commitSha: 'abc' });
});
