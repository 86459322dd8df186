import { startFakeGitlab } from './__testUtils__/fakeGitlab';
import type { GitHostFake } from './__testUtils__/GitHostFake';
import { toPullRequest, type GitlabMergeRequest } from './gitlabShapes';

describe('GitlabHost', () => {
  let fake: GitHostFake;

  const start = async (options?: { tellsApprovalTimes: boolean }) => {
    fake = await startFakeGitlab(options);
    const { model, repository } = fake;
    model.push('lakefront/a', { 'a.yaml': 'x' });
    model.openPull({
      ...{ head: 'lakefront/a', base: 'main', title: 'A', body: '' },
    });
    return fake.hosts().forRepository(repository);
  };

  afterEach(async () => {
    await fake.server.close();
  });

  it('finds in the notes when somebody approved, where approvals do not tell', async () => {
    const host = await start({ tellsApprovalTimes: false });
    const { model, repository } = fake;
    model.review(1, 'ben', 'approved');
    model.review(1, 'ben', 'withdrawn');
    const { sha } = model.push('lakefront/a', { 'b.yaml': 'x' });
    for (let number = 0; number < 130; number++) {
      model.review(1, `bot${number}`, 'withdrawn');
    }
    model.review(1, 'ben', 'approved');
    model.push('lakefront/a', { 'c.yaml': 'x' });

    expect(await host.listReviews(repository, 1)).toEqual([
      {
        ...{ login: 'ben', state: 'approved', commitSha: sha },
        submittedAt: expect.any(String),
      },
    ]);
  });

  it('counts an approval for no head where its time is before every one', async () => {
    const host = await start();
    const { model, repository } = fake;
    model.review(1, 'ben', 'approved');
    model.pull(1).reviews[0].at = '2020-01-01T00:00:00Z';

    expect(await host.listReviews(repository, 1)).toMatchObject([
      { login: 'ben', commitSha: undefined },
    ]);
  });

  it('reads one page only where nobody approved', async () => {
    const host = await start();
    await host.listReviews(fake.repository, 1);
    expect(fake.server.requests).toHaveLength(1);
  });

  it('says what GitLab found wrong, in whichever form it says it', async () => {
    const host = await start();
    const { repository } = fake;
    const open = () =>
      host.createPullRequest(repository, {
        ...{ branch: 'lakefront/a', title: 'A', body: '' },
      });
    await expect(open()).rejects.toThrow(
      '(409): Another open merge request already exists for this source branch: !1',
    );
    fake.server.fault = () => ({
      status: 422,
      body: { message: { base: ['no commits', 'no branch'] } },
    });
    await expect(open()).rejects.toThrow('(422): no commits; no branch');
    fake.server.fault = () => ({
      status: 403,
      body: {
        error: 'insufficient_scope',
        error_description: 'The request requires higher privileges',
      },
    });
    await expect(open()).rejects.toThrow(
      '(403): insufficient_scope; The request requires higher privileges. The token of integrations.gitlab needs the scope api',
    );
  });
});

describe('a merge request', () => {
  const merge = (more: Partial<GitlabMergeRequest>): GitlabMergeRequest => ({
    ...{ iid: 1, web_url: 'https://gitlab/1', state: 'opened', title: 'A' },
    ...{ source_branch: 'a', target_branch: 'main', sha: 'head' },
    ...{ merge_commit_sha: null, merged_at: null, closed_at: null },
    created_at: '2026-01-05T08:00:00Z',
    updated_at: '2026-01-05T08:00:00Z',
    ...more,
  });

  it.each([
    [{ has_conflicts: true, detailed_merge_status: 'conflict' }, false],
    [{ has_conflicts: false, detailed_merge_status: 'checking' }, undefined],
    [{ has_conflicts: false }, undefined],
    [{ has_conflicts: false, detailed_merge_status: 'not_approved' }, true],
    [{ state: 'closed', detailed_merge_status: 'not_open' }, undefined],
  ])('reads from %j whether it can be merged: %s', (more, mergeable) => {
    expect(toPullRequest(merge(more)).mergeable).toBe(mergeable);
  });

  it('takes a merge request that is being merged for open', () => {
    expect(toPullRequest(merge({ state: 'locked' })).state).toBe('open');
  });
});
