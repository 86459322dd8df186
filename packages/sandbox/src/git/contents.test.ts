import { base64, SALES_JOB, startTestHost, TestHost } from './testHost';

describe('files over the API', () => {
  let host: TestHost;

  beforeAll(async () => {
    host = await startTestHost();
  });
  afterAll(async () => {
    await host.stop();
  });

  const commit = (body: Record<string, unknown>, user = 'portal') =>
    host.api(user, 'POST', '/contents', {
      branch: 'main',
      message: 'A change',
      ...body,
    });
  const create = (path: string) => ({
    operation: 'create',
    path,
    content: base64('text\n'),
  });

  it('answers as Gitea does to a commit on a new branch', async () => {
    const answer = await commit({
      new_branch: 'lakefront/a',
      files: [create('a/b.yaml'), create('a/c.yaml')],
      author: { name: 'Mia <x>\nEvil', email: 'mia@example.com' },
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      commit: {
        sha: expect.stringMatching(/^[0-9a-f]{40}$/),
        message: 'A change\n',
        author: {
          name: 'Mia xEvil',
          email: 'mia@example.com',
          date: '2026-03-02T08:00:00Z',
        },
        parents: [{ sha: expect.any(String) }],
      },
      files: [
        { path: 'a/b.yaml', type: 'file', content: base64('text\n') },
        { path: 'a/c.yaml' },
      ],
    });
    const branch = await host.api('portal', 'GET', '/branches/lakefront%2Fa');
    expect(branch.body.commit).toMatchObject({
      id: answer.body.commit.sha,
      message: 'A change\n',
    });
    const commits = await host.api(
      'portal',
      'GET',
      '/commits?sha=lakefront/a&path=a/b.yaml&limit=1',
    );
    expect(commits.headers.get('x-total-count')).toBe('1');
    expect(commits.body[0].sha).toBe(answer.body.commit.sha);
    const one = await host.api(
      'portal',
      'GET',
      `/git/commits/${answer.body.commit.sha}`,
    );
    expect(one.body.files).toEqual([
      { filename: 'a/b.yaml', status: 'added' },
      { filename: 'a/c.yaml', status: 'added' },
    ]);
  });

  it('leaves no branch behind where the commit is refused', async () => {
    const there = await host.api('portal', 'GET', `/contents/${SALES_JOB}`);
    const update = { operation: 'update', path: SALES_JOB, content: '' };
    const refused: Array<[number, unknown[]]> = [
      [422, [create(SALES_JOB)]],
      [422, [update]],
      [422, [{ ...update, sha: '0'.repeat(40) }]],
      [404, [{ ...update, path: 'absent', sha: there.body.sha }]],
      [404, [{ operation: 'delete', path: 'absent', sha: there.body.sha }]],
      [422, [create('clusters')]],
      [422, [create(`${SALES_JOB}/below`)]],
      [422, [create('same'), create('same')]],
      [422, [{ ...create('x'), content: 'not base64!' }]],
      [422, [{ operation: 'chmod', path: 'x' }]],
      [422, []],
    ];
    for (const [status, files] of refused) {
      const answer = await commit({ new_branch: 'refused', files });
      expect([answer.status, files]).toEqual([status, files]);
      expect(answer.body).toEqual({
        message: expect.any(String),
        url: expect.any(String),
      });
    }
    const branch = await host.api('portal', 'GET', '/branches/refused');
    expect(branch.status).toBe(404);
  });

  it.each([
    '../escape',
    '/absolute',
    'a/../../b',
    'a//b',
    './a',
    '.git/config',
    'a/.GIT/hooks',
    'a\\b',
    'a\nb',
    'a\u0000b',
    '',
  ])('refuses the path %j', async path => {
    const answer = await commit({ new_branch: 'paths', files: [create(path)] });
    expect(answer.status).toBe(422);
    const single = await host.api(
      'portal',
      'GET',
      `/contents/${encodeURIComponent(path || '../x')}`,
    );
    expect(single.status).toBe(404);
  });

  it.each([
    '-rf',
    'a..b',
    'a b',
    'a~1',
    'a^',
    'a:b',
    '.a',
    'a/.b',
    'a.lock',
    'a//b',
    'a@{0}',
    '/a',
    'a/',
    'a\u0007',
  ])('refuses the branch name %j', async name => {
    const answer = await commit({ new_branch: name, files: [create('n')] });
    expect(answer.status).toBe(422);
  });

  it('refuses who may not write, and a push past review', async () => {
    const files = [create('rights.txt')];
    expect((await commit({ files })).status).toBe(403);
    expect((await commit({ files }, 'pat')).status).toBe(403);
    expect((await commit({ files, new_branch: 's' }, 'sam')).status).toBe(403);
    expect((await commit({ files, new_branch: 's' }, 'nobody')).status).toBe(
      401,
    );
    expect((await commit({ files }, 'admin')).status).toBe(201);
    expect((await commit({ files, new_branch: 'lakefront/a' })).status).toBe(
      422,
    );
    expect(
      (await commit({ files: [create('n')], branch: 'absent' })).status,
    ).toBe(404);
  });

  it('reads files, directories, trees and raw text', async () => {
    const file = await host.api(undefined, 'GET', `/contents/${SALES_JOB}`);
    expect(file.body).toMatchObject({
      type: 'file',
      encoding: 'base64',
      name: 'daily-orders.yaml',
      html_url: `${host.url}/lakehouse/gitops/src/branch/main/${SALES_JOB}`,
      last_commit_sha: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    const folder = await host.api(undefined, 'GET', '/contents/clusters/west');
    expect(folder.body).toMatchObject([
      { type: 'dir', path: 'clusters/west/domains', content: null },
    ]);
    const absent = await host.api(undefined, 'GET', '/contents/x?ref=absent');
    expect(absent.status).toBe(404);
    const raw = await host.api(undefined, 'GET', `/raw/${SALES_JOB}?ref=main`);
    expect(raw.text).toContain('kind: SparkApplication');
    expect(raw.headers.get('content-type')).toContain('text/plain');
    const tree = await host.api(
      undefined,
      'GET',
      '/git/trees/main?recursive=true',
    );
    expect(
      tree.body.tree.map((entry: { path: string }) => entry.path),
    ).toContain(SALES_JOB);
    const directory = tree.body.tree.find(
      (entry: { path: string }) => entry.path === 'clusters',
    );
    const below = await host.api(
      undefined,
      'GET',
      `/git/trees/${directory.sha}?recursive=true`,
    );
    expect(
      below.body.tree.map((entry: { path: string }) => entry.path),
    ).toContain(SALES_JOB.replace('clusters/', ''));
  });

  it('writes one file at a time too', async () => {
    const made = await host.api('portal', 'POST', '/contents/one.txt', {
      new_branch: 'single',
      content: base64('1\n'),
    });
    expect(made.status).toBe(201);
    const put = await host.api('portal', 'PUT', '/contents/one.txt', {
      branch: 'single',
      content: base64('2\n'),
      sha: made.body.content.sha,
    });
    expect(put.status).toBe(200);
    const gone = await host.api('portal', 'DELETE', '/contents/one.txt', {
      branch: 'single',
      sha: put.body.content.sha,
    });
    expect(gone.status).toBe(200);
    expect(gone.body.content).toBeNull();
  });

  it('makes, lists and deletes branches', async () => {
    const make = (name: string, from = 'main') =>
      host.api('portal', 'POST', '/branches', {
        new_branch_name: name,
        old_ref_name: from,
      });
    expect((await make('b/one')).status).toBe(201);
    expect((await make('b/one')).status).toBe(409);
    expect((await make('b/two', 'absent')).status).toBe(404);
    const list = await host.api('portal', 'GET', '/branches');
    expect(list.body.map((branch: { name: string }) => branch.name)).toContain(
      'b/one',
    );
    const remove = (name: string) =>
      host.api('portal', 'DELETE', `/branches/${name}`);
    expect((await remove('main')).status).toBe(403);
    expect((await remove('b/one')).status).toBe(204);
    expect((await remove('b/one')).status).toBe(404);
  });

  it('says who asks, and answers errors in one shape', async () => {
    const user = await fetch(`${host.url}/api/v1/user`, {
      headers: { authorization: `Basic ${base64('anything:sandbox-mia')}` },
    });
    expect(await user.json()).toMatchObject({ login: 'mia', full_name: 'Mia' });
    const bearer = await fetch(`${host.url}/api/v1/user`, {
      headers: { authorization: 'Bearer sandbox-pat' },
    });
    expect(await bearer.json()).toMatchObject({ login: 'pat' });
    const wrong = await fetch(`${host.url}/api/v1/version`, {
      headers: { authorization: 'token toString' },
    });
    expect(wrong.status).toBe(401);
    const broken = await fetch(
      `${host.url}/api/v1/repos/lakehouse/gitops/pulls`,
      {
        method: 'POST',
        headers: { authorization: 'token sandbox-portal' },
        body: '{',
      },
    );
    expect(broken.status).toBe(400);
    const absent = await host.api('portal', 'GET', '/repos/other/one');
    expect(absent.body.message).toBe('The target could not be found.');
  });

  it('hides a private repository from strangers', async () => {
    await host.server.createRepository(
      'lakehouse/secret',
      { 'a.txt': 'a' },
      { private: true },
    );
    const route = '/repos/lakehouse/secret/contents/a.txt';
    expect((await host.api(undefined, 'GET', route)).status).toBe(404);
    expect((await host.api('sam', 'GET', route)).status).toBe(200);
    const page = await fetch(`${host.url}/lakehouse/secret`);
    expect(page.status).toBe(404);
    const home = await (await fetch(`${host.url}/`)).text();
    expect(home).not.toContain('secret');
  });
});
