import { base64, QUOTA, SALES_JOB, startTestHost, TestHost } from './testHost';

describe('pull requests', () => {
  let host: TestHost;

  beforeEach(async () => {
    host = await startTestHost();
  });
  afterEach(async () => {
    await host.stop();
  });

  const edit = async (branch: string, from: string, to: string) => {
    const file = await host.api('portal', 'GET', `/contents/${SALES_JOB}`);
    const text = Buffer.from(file.body.content, 'base64').toString();
    return host.propose({
      branch,
      files: [
        {
          operation: 'update',
          path: SALES_JOB,
          sha: file.body.sha,
          content: base64(text.replace(from, to)),
        },
      ],
    });
  };

  it('goes from a commit on a new branch to a merge that everybody sees', async () => {
    const pushes: string[] = [];
    host.server.onPush(push => pushes.push(push.branch));
    const { committed, opened, number } = await host.propose({
      branch: 'lakefront/one',
    });
    expect(committed.status).toBe(201);
    expect(opened.status).toBe(201);
    expect(opened.body).toMatchObject({
      number: 1,
      state: 'open',
      merged: false,
      mergeable: true,
      html_url: `${host.url}/lakehouse/gitops/pulls/1`,
      head: { ref: 'lakefront/one', sha: committed.body.commit.sha },
      base: { ref: 'main' },
      additions: 1,
      changed_files: 1,
      user: { login: 'portal' },
    });

    host.clock.advance(1000);
    const merged = await host.api('mia', 'POST', `/pulls/${number}/merge`, {
      Do: 'merge',
      delete_branch_after_merge: true,
    });
    expect(merged.status).toBe(200);
    const after = await host.api('portal', 'GET', `/pulls/${number}`);
    expect(after.body).toMatchObject({
      state: 'closed',
      merged: true,
      merged_by: { login: 'mia' },
      merged_at: '2026-03-02T08:00:01Z',
      changed_files: 1,
    });
    const head = await host.server.head('lakehouse/gitops', 'main');
    expect(head?.sha).toBe(after.body.merge_commit_sha);
    expect(head?.parents).toHaveLength(2);
    expect(head?.message).toContain('(#1) from lakefront/one into main');
    const files = await host.server.files(
      'lakehouse/gitops',
      head?.sha ?? '',
      './clusters/west/domains/sales',
    );
    expect(Object.values(files)).toContain('name: lakefront/one\n');
    expect(pushes).toEqual(['lakefront/one', 'main', 'lakefront/one']);
    const branch = await host.api('portal', 'GET', '/branches/lakefront/one');
    expect(branch.status).toBe(404);
    // The commit is still there for who asks whether the change is contained.
    const compare = await host.api(
      'portal',
      'GET',
      `/compare/main...${committed.body.commit.sha}`,
    );
    expect(compare.body.total_commits).toBe(0);
  });

  it('refuses what cannot be proposed', async () => {
    await host.propose({ branch: 'one' });
    const open = (body: object, user: string | undefined = 'portal') =>
      host.api(user, 'POST', '/pulls', { title: 'x', base: 'main', ...body });
    expect((await open({ head: 'one' })).status).toBe(409);
    expect((await open({ head: 'absent' })).status).toBe(404);
    expect((await open({ head: 'main' })).status).toBe(422);
    expect((await open({ head: 'one', title: ' ' })).status).toBe(422);
    expect((await open({ head: 'one' }, 'sam')).status).toBe(403);
    expect((await open({ head: 'one' }, 'nobody')).status).toBe(401);
    expect(
      (await host.api(undefined, 'POST', '/pulls', { head: 'one' })).status,
    ).toBe(401);
  });

  it('knows which of two changes of one line no longer fits', async () => {
    const one = await edit('one', 'cores: 1', 'cores: 2');
    const two = await edit('two', 'cores: 1', 'cores: 4');
    const far = await edit('far', 'memory: 1g', 'memory: 2g\n  gpu: 0');
    const merge = (number: number, Do: string) =>
      host.api('mia', 'POST', `/pulls/${number}/merge`, { Do });
    expect((await merge(one.number, 'squash')).status).toBe(200);
    const stale = await host.api('mia', 'GET', `/pulls/${two.number}`);
    expect(stale.body.mergeable).toBe(false);
    const refused = await merge(two.number, 'merge');
    expect(refused.status).toBe(405);
    expect(refused.body).toEqual({
      message: 'Please try again later',
      url: expect.any(String),
    });
    expect((await merge(two.number, 'rebase')).status).toBe(405);
    // The line next to it is another matter only for who merges by lines.
    const other = await host.api('mia', 'GET', `/pulls/${far.number}`);
    expect(other.body.mergeable).toBe(false);
  });

  it('squashes and rebases', async () => {
    const start = await host.server.head('lakehouse/gitops', 'main');
    const one = await host.propose({ branch: 'one' });
    const two = await host.propose({ branch: 'two' });
    await host.api('ben', 'POST', `/pulls/${one.number}/merge`, {
      Do: 'squash',
    });
    const squashed = await host.server.head('lakehouse/gitops', 'main');
    expect(squashed?.parents).toEqual([start?.sha]);
    expect(squashed?.message).toContain('Add one (#1)');
    expect(squashed?.message).toContain('Lakefront-Change: one');
    await host.api('ben', 'POST', `/pulls/${two.number}/merge`, {
      Do: 'rebase',
    });
    const rebased = await host.server.head('lakehouse/gitops', 'main');
    expect(rebased?.parents).toEqual([squashed?.sha]);
    expect(rebased?.message).toBe('Add a job\n\nLakefront-Change: two');
    expect(rebased?.author).toBe('portal');
    const files = await host.server.files(
      'lakehouse/gitops',
      rebased?.sha ?? '',
      'clusters/west/domains/sales/spark-application',
    );
    expect(Object.keys(files)).toHaveLength(3);
  });

  it('lets nobody merge what is not theirs', async () => {
    const sales = await host.propose({ branch: 'sales' });
    const quota = await host.api('portal', 'GET', `/contents/${QUOTA}`);
    const platform = await host.propose({
      branch: 'quota',
      files: [
        {
          operation: 'update',
          path: QUOTA,
          sha: quota.body.sha,
          content: base64('bigger\n'),
        },
      ],
    });
    const merge = (user: string, number: number) =>
      host.api(user, 'POST', `/pulls/${number}/merge`, { Do: 'merge' });
    for (const user of ['portal', 'noah', 'sam']) {
      expect((await merge(user, sales.number)).status).toBe(405);
    }
    expect((await merge('mia', platform.number)).status).toBe(405);
    expect((await merge('pat', platform.number)).status).toBe(200);
    expect((await merge('pat', platform.number)).status).toBe(405);
    expect((await merge('ben', sales.number)).status).toBe(200);
  });

  it('closes, reopens and edits, and follows its branch', async () => {
    const { number } = await host.propose({ branch: 'one' });
    const patch = (user: string, body: object) =>
      host.api(user, 'PATCH', `/pulls/${number}`, body);
    expect((await patch('noah', { state: 'closed' })).status).toBe(403);
    expect((await patch('mia', { state: 'closed' })).status).toBe(201);
    const merge = await host.api('mia', 'POST', `/pulls/${number}/merge`, {
      Do: 'merge',
    });
    expect(merge.status).toBe(404);
    expect((await patch('portal', { state: 'open' })).body.state).toBe('open');
    expect((await patch('portal', { title: 'New' })).body.title).toBe('New');
    const more = await host.api('portal', 'POST', '/contents/notes.txt', {
      branch: 'one',
      content: base64('more\n'),
      message: 'More',
    });
    const pull = await host.api('portal', 'GET', `/pulls/${number}`);
    expect(pull.body.head.sha).toBe(more.body.commit.sha);
    expect(pull.body.changed_files).toBe(2);
    const files = await host.api('portal', 'GET', `/pulls/${number}/files`);
    expect(files.headers.get('x-total-count')).toBe('2');
    const commits = await host.api('portal', 'GET', `/pulls/${number}/commits`);
    expect(commits.body).toHaveLength(2);
    const diff = await host.api('portal', 'GET', `/pulls/${number}.diff`);
    expect(diff.text).toContain('+more');
    const byBranch = await host.api('portal', 'GET', '/pulls/main/one');
    expect(byBranch.body.number).toBe(number);
    const gone = await host.api('portal', 'DELETE', '/branches/one');
    expect(gone.status).toBe(204);
    const closed = await host.api('portal', 'GET', `/pulls/${number}`);
    expect(closed.body).toMatchObject({ state: 'closed', merged: false });
    expect((await patch('portal', { state: 'open' })).status).toBe(422);
  });

  it('asks for the approvals and checks that protect the branch', async () => {
    await host.api('pat', 'POST', '/branch_protections', {
      rule_name: 'main',
      required_approvals: 1,
      enable_status_check: true,
      status_check_contexts: ['lakefront/four-eyes'],
      ignore_stale_approvals: true,
    });
    const { number, opened } = await host.propose({ branch: 'one' });
    const merge = () =>
      host.api('mia', 'POST', `/pulls/${number}/merge`, { Do: 'merge' });
    expect((await merge()).body.message).toBe('Needs 1 approval(s), has 0.');
    const review = (user: string, body: object) =>
      host.api(user, 'POST', `/pulls/${number}/reviews`, body);
    const own = await review('portal', { event: 'APPROVED' });
    expect(own.status).toBe(422);
    const approval = await review('ben', {
      event: 'APPROVED',
      commit_id: opened.body.head.sha,
    });
    expect(approval.body).toMatchObject({
      state: 'APPROVED',
      stale: false,
      official: true,
      user: { login: 'ben' },
      commit_id: opened.body.head.sha,
    });
    expect((await merge()).body.message).toContain('lakefront/four-eyes');
    const status = (state: string) =>
      host.api('portal', 'POST', `/statuses/${opened.body.head.sha}`, {
        state,
        context: 'lakefront/four-eyes',
        description: 'd',
      });
    expect((await status('pending')).status).toBe(201);
    expect((await merge()).status).toBe(405);
    expect((await status('success')).body.status).toBe('success');
    const combined = await host.api('portal', 'GET', '/commits/one/status');
    expect(combined.body).toMatchObject({ state: 'success', total_count: 1 });
    const reviews = await host.api('portal', 'GET', `/pulls/${number}/reviews`);
    expect(reviews.body).toHaveLength(1);
    expect((await merge()).status).toBe(200);
  });

  it('lists with totals, pages and ETags', async () => {
    for (const branch of ['one', 'two', 'three']) {
      await host.propose({ branch });
    }
    const list = await host.api('portal', 'GET', '/pulls?state=all&limit=2');
    expect(list.headers.get('x-total-count')).toBe('3');
    expect(list.body.map((pull: { number: number }) => pull.number)).toEqual([
      3, 2,
    ]);
    const same = await host.api(
      'portal',
      'GET',
      '/pulls?state=all&limit=2',
      undefined,
      {
        'if-none-match': list.headers.get('etag') ?? '',
      },
    );
    expect(same.status).toBe(304);
    await host.api('portal', 'PATCH', '/pulls/3', { state: 'closed' });
    const other = await host.api(
      'portal',
      'GET',
      '/pulls?state=all&limit=2',
      undefined,
      {
        'if-none-match': list.headers.get('etag') ?? '',
      },
    );
    expect(other.status).toBe(200);
    const second = await host.api(
      'portal',
      'GET',
      '/pulls?state=all&limit=2&page=2',
    );
    expect(second.body).toHaveLength(1);
    const open = await host.api('portal', 'GET', '/pulls');
    expect(open.headers.get('x-total-count')).toBe('2');
  });

  it('makes the same commits from the same input', async () => {
    const other = await startTestHost();
    try {
      const mine = await host.propose({ branch: 'one' });
      const theirs = await other.propose({ branch: 'one' });
      expect(mine.committed.body.commit.sha).toBe(
        theirs.committed.body.commit.sha,
      );
    } finally {
      await other.stop();
    }
  });
});
