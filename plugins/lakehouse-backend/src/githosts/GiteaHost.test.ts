import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import {
  startTestGitServer,
  type TestGitServer,
} from '../changes/__testUtils__/gitServer';
import { createGitHosts } from './createGitHosts';
import { toPullRequest } from './reposApiShapes';

const PATH = 'clusters/west/domains/sales/job/daily.yaml';
const MARKER = 'clusters/west/domains/sales/marker.yaml';

describe('GiteaHost', () => {
  let git: TestGitServer;

  beforeEach(async () => {
    git = await startTestGitServer();
  });

  afterEach(async () => {
    await git.close();
  });

  const host = () => git.hosts.forRepository(git.repository);
  const commit = (
    branch = 'lakefront/one',
    path = PATH,
    content = 'name: größe\n',
  ) =>
    host().commitToNewBranch(git.repository, {
      branch,
      message: 'Add daily\n\nLakefront-Change: one',
      files: [{ action: 'create', path, content }],
    });

  it('makes a branch that appears with its commit', async () => {
    expect(
      await host().getBranch(git.repository, 'lakefront/one'),
    ).toBeUndefined();

    const { sha } = await commit();

    expect(await host().getBranch(git.repository, 'lakefront/one')).toEqual({
      sha,
      message: expect.stringMatching(/^Add daily\n\nLakefront-Change: one\n?$/),
    });
    expect(await host().getFile(git.repository, PATH, sha)).toEqual({
      content: 'name: größe\n',
      sha: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    expect(await host().getFile(git.repository, PATH, 'main')).toBeUndefined();
  });

  it('changes and removes files by what they are on the base branch', async () => {
    const { sha } = await host().commitToNewBranch(git.repository, {
      branch: 'lakefront/two',
      message: 'Change',
      files: [
        { action: 'update', path: MARKER, content: 'kind: Other\n' },
        { action: 'create', path: PATH, content: 'x: 1\n' },
      ],
    });

    const file = await host().getFile(git.repository, MARKER, sha);
    expect(file?.content).toBe('kind: Other\n');
  });

  it('refuses to change a file that is no longer what it was', async () => {
    await expect(
      host().commitToNewBranch(git.repository, {
        branch: 'lakefront/two',
        message: 'Change',
        files: [
          {
            action: 'update',
            path: MARKER,
            content: 'x',
            baseSha: '0'.repeat(40),
          },
        ],
      }),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    expect(await git.branches()).toEqual([]);
  });

  it('says that a branch or file is already there', async () => {
    await commit();

    await expect(commit()).rejects.toMatchObject({ name: 'ConflictError' });
    await expect(commit('lakefront/two', MARKER)).rejects.toMatchObject({
      name: 'ConflictError',
    });
  });

  it('opens one pull request per branch and finds it in any state', async () => {
    await commit();
    const branch = 'lakefront/one';
    expect(
      await host().findPullRequest(git.repository, branch),
    ).toBeUndefined();

    const opened = await host().createPullRequest(git.repository, {
      branch,
      title: 'Add daily',
      body: 'body',
    });

    expect(opened).toMatchObject({
      number: 1,
      url: `${git.repository.url}/pulls/1`,
      state: 'open',
      headBranch: branch,
      baseBranch: 'main',
    });
    await expect(
      host().createPullRequest(git.repository, {
        branch,
        title: 'Again',
        body: '',
      }),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    expect(await host().listOpenPullRequests(git.repository)).toMatchObject([
      { number: 1 },
    ]);

    await git.as('pat', 'POST', '/pulls/1/reviews', {
      event: 'APPROVED',
      commit_id: opened.headSha,
      body: 'fine',
    });
    await git.as('pat', 'POST', '/pulls/1/merge', { Do: 'merge' });

    const merged = await host().findPullRequest(git.repository, branch);
    expect(merged).toMatchObject({ state: 'merged', mergedBy: 'pat' });
    expect(await host().getPullRequest(git.repository, 1)).toEqual(merged);
    expect(await host().getPullRequest(git.repository, 2)).toBeUndefined();
    expect(await host().listReviews(git.repository, 1)).toMatchObject([
      { login: 'pat', state: 'approved', commitSha: opened.headSha },
    ]);
    expect(await host().listOpenPullRequests(git.repository)).toEqual([]);

    const contains = (one: string, other: string) =>
      host().contains(git.repository, one, other);
    const { mergeCommitSha = '' } = merged!;
    expect(await contains(mergeCommitSha, opened.headSha)).toBe(true);
    expect(await contains(mergeCommitSha, mergeCommitSha)).toBe(true);
    expect(await contains(opened.headSha, mergeCommitSha)).toBe(false);
    expect(await contains('main', mergeCommitSha)).toBe(true);
    expect(
      await host().getLastCommit(git.repository, PATH, 'main'),
    ).toMatchObject({
      message: expect.stringContaining('Add daily'),
      url: expect.stringContaining('/commit/'),
    });
  });

  it('sets a status', async () => {
    const { sha } = await commit();

    await host().setCommitStatus(git.repository, sha, {
      context: 'lakefront/four-eyes',
      state: 'pending',
      description: 'Waits',
    });

    expect(await git.as('pat', 'GET', `/statuses/${sha}`)).toMatchObject([
      { context: 'lakefront/four-eyes', status: 'pending' },
    ]);
  });

  it('deletes a branch, also one that is gone', async () => {
    await commit();

    await host().deleteBranch(git.repository, 'lakefront/one');
    await host().deleteBranch(git.repository, 'lakefront/one');

    expect(await git.branches()).toEqual([]);
  });

  it.each([
    [401, 'NotAllowedError'],
    [403, 'NotAllowedError'],
    [409, 'ConflictError'],
    [422, 'ConflictError'],
    [423, 'NotAllowedError'],
    [429, 'ServiceUnavailableError'],
    [500, 'ServiceUnavailableError'],
    [502, 'ServiceUnavailableError'],
  ])('answers %s with %s and what the host said', async (status, name) => {
    git.server.faults.set(() => ({ status, body: { message: 'not today' } }));

    await expect(
      host().getPullRequest(git.repository, 1),
    ).rejects.toMatchObject({
      name,
      message: expect.stringMatching(
        /^Gitea at [\w.]+:\d+ refused to read pull request #1 \(\d+\): not today($|\. )/,
      ),
    });
  });

  it('waits for no answer longer than its limit', async () => {
    git.server.faults.set(() => 'timeout');

    const impatient = git
      .hostsWith({ timeLimitMs: 500 })
      .forRepository(git.repository);
    await expect(
      impatient.getPullRequest(git.repository, 1),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('did not answer within 0.5 s'),
    });
  });

  it('asks again only for what changed', async () => {
    await commit();
    await host().createPullRequest(git.repository, {
      branch: 'lakefront/one',
      title: 'One',
      body: '',
    });
    const asked: string[] = [];
    const answers: number[] = [];
    const hosts = createGitHosts({
      integrations: integrationsOf(git.url),
      fetch: async (url, init) => {
        asked.push(new Headers(init.headers).get('if-none-match') ?? 'all');
        const response = await fetch(url, init);
        answers.push(response.status);
        return response;
      },
    });
    const again = hosts.forRepository(git.repository);

    const first = await again.getPullRequest(git.repository, 1);
    const second = await again.getPullRequest(git.repository, 1);

    expect(second).toEqual(first);
    expect(asked[0]).toBe('all');
    expect(asked[1]).not.toBe('all');
    expect(answers).toEqual([200, 304]);
  });

  it('keeps the name of a branch that was deleted after the merge', () => {
    const answer = {
      number: 1,
      html_url: 'https://git.example.com/a/b/pulls/1',
      state: 'closed',
      merged_at: '2026-01-05T08:00:00Z',
      title: 't',
      head: { ref: 'refs/pull/1/head', label: 'lakefront/one', sha: 'a' },
      base: { ref: 'main' },
      created_at: '2026-01-05T08:00:00Z',
      updated_at: '2026-01-05T08:00:00Z',
    };

    expect(toPullRequest(answer).headBranch).toBe('lakefront/one');
  });

  it('needs an integration for the repository', () => {
    expect(() =>
      git.hosts.forRepository({ url: 'https://elsewhere.example.com/a/b' }),
    ).toThrow("integrations needs an entry with host 'elsewhere.example.com'");
  });

  it('needs a repository of the host', async () => {
    await expect(
      host().getBranch({ ...git.repository, url: `${git.url}/a/b/c` }, 'x'),
    ).rejects.toMatchObject({ name: 'InputError' });
  });
});

function integrationsOf(url: string) {
  return ScmIntegrations.fromConfig(
    new ConfigReader({
      integrations: {
        gitea: [
          { host: new URL(url).host, baseUrl: url, password: 'sandbox-portal' },
        ],
      },
    }),
  );
}
