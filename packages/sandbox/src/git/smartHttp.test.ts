import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gitEnvironment } from './repository/runGit';
import { pushedRefs } from './smartHttp';
import { START, startTestHost, TestHost } from './testHost';

const run = promisify(execFile);

describe('clone and push with git', () => {
  let host: TestHost;
  let folder: string;

  beforeAll(async () => {
    host = await startTestHost();
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'sandbox-clone-'));
  });
  afterAll(async () => {
    await host.stop();
    await fs.rm(folder, { recursive: true, force: true });
  });

  const identity = {
    GIT_AUTHOR_NAME: 'Mia',
    GIT_AUTHOR_EMAIL: 'mia@example.com',
    GIT_COMMITTER_NAME: 'Mia',
    GIT_COMMITTER_EMAIL: 'mia@example.com',
    GIT_AUTHOR_DATE: `${START / 1000} +0000`,
    GIT_COMMITTER_DATE: `${START / 1000} +0000`,
  };
  const git = (...args: string[]) =>
    run('git', args, { env: gitEnvironment(identity), timeout: 20_000 });
  const remote = (user?: string, name = 'lakehouse/gitops') =>
    `${host.url.replace(
      'http://',
      user ? `http://${user}:sandbox-${user}@` : 'http://',
    )}/${name}.git`;

  it('moves branches as the rights allow, and tells who listens', async () => {
    const pushes: Array<{ branch: string; sha: string }> = [];
    const stop = host.server.onPush(({ branch, sha }) =>
      pushes.push({ branch, sha }),
    );
    const clone = path.join(folder, 'clone');
    await git('clone', '-q', remote(), clone);
    expect(await fs.readFile(path.join(clone, 'README.md'), 'utf8')).toBe(
      '# gitops\n',
    );
    await fs.writeFile(path.join(clone, 'new.txt'), 'new\n'.repeat(5000));
    await git('-C', clone, 'add', 'new.txt');
    await git('-C', clone, 'commit', '-q', '-m', 'Add a file');
    const sha = (await git('-C', clone, 'rev-parse', 'HEAD')).stdout.trim();

    await git('-C', clone, 'push', '-q', remote('mia'), 'HEAD:refs/heads/mine');
    expect(pushes).toEqual([{ branch: 'mine', sha }]);
    expect(await host.server.head('lakehouse/gitops', 'mine')).toEqual({
      sha,
      message: 'Add a file',
      author: 'Mia',
      parents: [expect.any(String)],
    });

    const refused = (user: string | undefined, target: string) =>
      expect(
        git('-C', clone, 'push', '-q', remote(user), `HEAD:${target}`),
      ).rejects.toThrow();
    await refused('mia', 'refs/heads/main');
    await refused('portal', 'refs/heads/main');
    await refused('mia', 'refs/pull/1/head');
    await refused('sam', 'refs/heads/sam');
    await refused(undefined, 'refs/heads/nobody');
    await refused('nobody', 'refs/heads/nobody');
    expect(pushes).toHaveLength(1);

    await git('-C', clone, 'push', '-q', remote('admin'), 'HEAD:main');
    await git('-C', clone, 'push', '-q', remote('mia'), ':mine');
    expect(pushes.map(push => push.branch)).toEqual(['mine', 'main', 'mine']);
    expect(pushes[2].sha).toBe('0'.repeat(40));
    stop();
  });

  it('lets an open pull request follow a push', async () => {
    const { number } = await host.propose({ branch: 'followed' });
    const clone = path.join(folder, 'follow');
    await git('clone', '-q', '-b', 'followed', remote('ben'), clone);
    await git('-C', clone, 'commit', '-q', '--allow-empty', '-m', 'Again');
    await git('-C', clone, 'push', '-q');
    const sha = (await git('-C', clone, 'rev-parse', 'HEAD')).stdout.trim();
    const pull = await host.api('ben', 'GET', `/pulls/${number}`);
    expect(pull.body.head.sha).toBe(sha);
    const refs = await git('ls-remote', remote(), `refs/pull/${number}/head`);
    expect(refs.stdout).toContain(sha);
  });

  it('asks for a token where a repository is private or absent', async () => {
    await host.server.createRepository(
      'lakehouse/secret',
      { 'a.txt': 'a' },
      { private: true },
    );
    const target = path.join(folder, 'secret');
    await expect(
      git('clone', '-q', remote(undefined, 'lakehouse/secret'), target),
    ).rejects.toThrow(/could not read Username|Authentication failed/);
    await git('clone', '-q', remote('sam', 'lakehouse/secret'), target);
    await expect(
      git('clone', '-q', remote('sam', 'lakehouse/absent'), `${target}2`),
    ).rejects.toThrow(/not found/);
  });

  it('cannot be led out of its directory', async () => {
    for (const route of [
      '/lakehouse/..%2f..%2fetc/info/refs?service=git-upload-pack',
      '/..%2f..%2f/etc.git/info/refs?service=git-upload-pack',
      '/lakehouse/gitops/HEAD',
      '/lakehouse/gitops.git/objects/info/packs',
    ]) {
      const response = await fetch(`${host.url}${route}`);
      expect([route, response.status >= 400]).toEqual([route, true]);
    }
  });
});

describe('pushedRefs', () => {
  const line = (text: string) =>
    `${(text.length + 4).toString(16).padStart(4, '0')}${text}`;
  const zero = '0'.repeat(40);
  const one = '1'.repeat(40);

  it('reads the commands before the pack', () => {
    const body = `${line(
      `${zero} ${one} refs/heads/a\0report-status agent=x`,
    )}${line(`${one} ${zero} refs/heads/b/c\n`)}0000PACK....`;
    expect(pushedRefs(Buffer.from(body))).toEqual([
      'refs/heads/a',
      'refs/heads/b/c',
    ]);
  });

  it.each(['', '0000', 'nonsense', '00'])('finds none in %j', body => {
    expect(pushedRefs(Buffer.from(body))).toEqual([]);
  });
});
