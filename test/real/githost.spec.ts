import { expect, test } from '@playwright/test';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import {
  createGitHosts,
  type GitHosts,
} from '../../plugins/lakehouse-backend/src/githosts';
import type {
  GitFileChange,
  GitHost,
  GitHostPullRequest,
} from '../../plugins/lakehouse-node/src/GitHost';
import { until } from '../e2e/api/support/until';
import { startGitea, type RealGitea } from './support/gitea';
import { whyMissing } from './support/servers.mjs';
import { Workbench } from './support/Workbench';

const REPOSITORY = '/repos/lakehouse/gitops';
const ROOT = 'clusters/west/domains/sales';
const OLD = `${ROOT}/job/old.yaml`;
const DAILY = `${ROOT}/job/daily.yaml`;
const WILD = `${ROOT}/Größe 100%/a#b?c&d=e+f 日本.yaml`;
const BRANCH = 'lakefront/one';

test.describe.configure({ mode: 'serial' });

/** What the tests with stand-ins believe of Gitea, on Gitea itself. */
test.describe('changes on a real Gitea', () => {
  const missing = whyMissing();
  test.skip(missing !== undefined, missing);

  let bench: Workbench;
  let gitea: RealGitea;
  let hosts: GitHosts;
  let host: GitHost;
  let repository: {
    name: string;
    url: string;
    baseBranch: string;
    root: string;
  };
  let mia: string;
  let ben: string;
  let pull: GitHostPullRequest;

  const commit = (files: GitFileChange[], branch = BRANCH, by = host) =>
    by.commitToNewBranch(repository, {
      ...{ branch, files, message: `Change\n\nLakefront-Change: ${branch}` },
    });
  const text = async (path: string, ref: string) =>
    (await host.getFile(repository, path, ref))?.content;
  const pushToMain = async (path: string, content: string) => {
    const file = await host.getFile(repository, path, 'main');
    const operation = file ? 'update' : 'create';
    await gitea.api('POST', `${REPOSITORY}/contents`, {
      ...{ branch: 'main', message: 'By hand' },
      files: [
        {
          ...{ operation, path, ...(file && { sha: file.sha }) },
          content: Buffer.from(content).toString('base64'),
        },
      ],
    });
  };

  test.beforeAll(async () => {
    bench = await Workbench.create('githost');
    gitea = await bench.with(startGitea(bench.directory));
    const portal = await gitea.addUser('portal');
    mia = await gitea.addUser('mia');
    ben = await gitea.addUser('ben');
    await gitea.api('POST', '/orgs', { username: 'lakehouse' });
    await gitea.api('POST', '/orgs/lakehouse/repos', {
      ...{ name: 'gitops', auto_init: true, default_branch: 'main' },
    });
    const team = await gitea.api('POST', '/orgs/lakehouse/teams', {
      ...{ name: 'data', permission: 'write' },
      units: ['repo.code', 'repo.pulls'],
    });
    await gitea.api('PUT', `/teams/${team.id}/members/ben`);
    await gitea.api('PUT', `/teams/${team.id}${REPOSITORY}`);
    for (const name of ['portal', 'mia', 'ben']) {
      await gitea.api('PUT', `${REPOSITORY}/collaborators/${name}`, {
        permission: 'write',
      });
    }
    for (const name of ['data', 'theirs']) {
      await gitea.api('POST', `${REPOSITORY}/labels`, {
        ...{ name, color: '#00aabb' },
      });
    }
    hosts = createGitHosts({
      integrations: ScmIntegrations.fromConfig(
        new ConfigReader({
          integrations: {
            gitea: [
              {
                host: new URL(gitea.url).host,
                ...{ baseUrl: gitea.url, password: portal },
              },
            ],
          },
        }),
      ),
      // How fast the machine is decides nothing.
      timeLimitMs: 60_000,
    });
    repository = {
      ...{ name: 'gitops', baseBranch: 'main', root: '' },
      url: `${gitea.url}/lakehouse/gitops`,
    };
    host = hosts.forRepository(repository);
    await pushToMain(`${ROOT}/marker.yaml`, 'kind: ConfigMap\n');
    await pushToMain(OLD, 'kind: Old\n');
  });

  test.afterEach(({}, { status, expectedStatus }) => {
    bench.failed ||= status !== expectedStatus;
  });

  test.afterAll(async () => {
    await bench?.stop();
  });

  test('creates, updates and deletes in one commit on a new branch', async () => {
    const old = await host.getFile(repository, OLD, 'main');
    const marker = `${ROOT}/marker.yaml`;
    const { sha } = await commit([
      { action: 'create', path: DAILY, content: 'cpu: 2\n' },
      { action: 'create', path: WILD, content: 'wild: "ü"\r\n' },
      { action: 'update', path: marker, content: '\uFEFFkind: Other\n' },
      { action: 'delete', path: OLD, baseSha: old?.sha },
    ]);

    expect(await host.getBranch(repository, BRANCH)).toMatchObject({ sha });
    expect(await text(WILD, sha)).toBe('wild: "ü"\r\n');
    expect(await text(marker, sha)).toBe('\uFEFFkind: Other\n');
    expect(await text(OLD, sha)).toBeUndefined();
    expect(await text(DAILY, 'main')).toBeUndefined();
    const last = await host.getLastCommit(repository, DAILY, BRANCH);
    expect(last).toMatchObject({ sha, url: expect.stringContaining(sha) });
  });

  test('lists all files below a directory', async () => {
    const below = async (directory: string, ref: string) =>
      (await host.listFiles(repository, directory, ref))
        ?.map(({ path }) => path)
        .sort();

    expect(await below(ROOT, 'main')).toEqual([OLD, `${ROOT}/marker.yaml`]);
    expect(await below(ROOT, BRANCH)).toEqual(
      [DAILY, WILD, `${ROOT}/marker.yaml`].sort(),
    );
    expect(await below('clusters', BRANCH)).toHaveLength(3);
    expect(await below(`${ROOT}/none`, BRANCH)).toBeUndefined();
    const [{ path, sha }] = (await host.listFiles(
      ...([repository, `${ROOT}/job`, BRANCH] as const),
    ))!;
    expect(path).toBe(DAILY);
    expect(sha).toBe((await host.getFile(repository, DAILY, BRANCH))?.sha);
    const { sha: many } = await commit(
      Array.from({ length: 120 }, (_, number) => ({
        ...{ action: 'create', content: `${number}` },
        path: `many/${number % 3}/${number}.txt`,
      })),
      'people/many',
    );
    expect(await below('many', many)).toHaveLength(120);
    await host.deleteBranch(repository, 'people/many');
  });

  test('refuses a branch that is there and a file that is not what it was', async () => {
    const again = commit([{ action: 'create', path: 'a.yaml', content: 'a' }]);
    await expect(again).rejects.toMatchObject({ name: 'ConflictError' });
    const stale = { action: 'update' as const, path: OLD, content: 'x' };
    await expect(
      commit([{ ...stale, baseSha: '0'.repeat(40) }], 'lakefront/stale'),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    expect(await host.getBranch(repository, 'lakefront/stale')).toBeUndefined();
  });

  test('opens a draft with labels and reviewers, each asked for twice', async () => {
    pull = await host.createPullRequest(repository, {
      ...{ branch: BRANCH, title: 'Add daily', body: 'Please.', draft: true },
    });
    expect(pull).toMatchObject({ draft: true, title: 'WIP: Add daily' });
    expect(pull.author).toBe('portal');
    await gitea.api('POST', `${REPOSITORY}/issues/${pull.number}/labels`, {
      labels: ['theirs'],
    });
    for (let time = 0; time < 2; time++) {
      await host.addLabels!(repository, pull, ['data']);
      await host.requestReviews!(repository, pull, [
        ...['mia', 'portal', 'lakehouse/data'],
      ]);
    }

    const { labels, requested_reviewers, requested_reviewers_teams } =
      await gitea.api('GET', `${REPOSITORY}/pulls/${pull.number}`);
    const names = (all: Array<Record<string, string>>, key: string) =>
      all.map(one => one[key]).sort();
    expect(names(labels, 'name')).toEqual(['data', 'theirs']);
    expect(names(requested_reviewers, 'login')).toEqual(['mia']);
    expect(names(requested_reviewers_teams, 'name')).toEqual(['data']);
    await expect(
      host.requestReviews!(repository, pull, ['nobody']),
    ).rejects.toThrow(/refused to ask for reviews of pull request/);
    // Who is only asked has not reviewed.
    expect(await host.listReviews(repository, pull.number)).toEqual([]);
  });

  test('tells a draft from what is ready', async () => {
    await gitea.api('PATCH', `${REPOSITORY}/pulls/${pull.number}`, {
      title: 'Add daily',
    });
    const ready = await host.findPullRequest(repository, BRANCH);
    expect(ready).toMatchObject({ draft: false, number: pull.number });
  });

  test('makes a branch anew on what the base branch has by now', async () => {
    await pushToMain(DAILY, 'cpu: 1\n');
    const theirs = await host.getFile(repository, DAILY, 'main');
    const renew = (expected: string) =>
      host.renewBranch!(repository, {
        ...{ branch: BRANCH, expected, message: 'Change again' },
        files: [
          {
            action: 'update',
            path: DAILY,
            content: 'cpu: 2\n',
            baseSha: theirs?.sha,
          },
        ],
      });
    await expect(renew('0'.repeat(40))).rejects.toMatchObject({
      name: 'ConflictError',
    });
    expect(await text(WILD, BRANCH)).toBe('wild: "ü"\r\n');

    const { sha } = await renew(pull.headSha);

    const base = await host.getBranch(repository, 'main');
    expect(await host.contains(repository, sha, base!.sha)).toBe(true);
    expect(await text(DAILY, BRANCH)).toBe('cpu: 2\n');
    expect((await host.getPullRequest(repository, pull.number))?.headSha).toBe(
      sha,
    );
    const branches = await gitea.api('GET', `${REPOSITORY}/branches`);
    expect(
      (branches as Array<{ name: string }>).map(({ name }) => name).sort(),
    ).toEqual([BRANCH, 'main']);
  });

  test('sees a review of the new head, and how it was merged', async () => {
    await gitea.api(
      ...(['POST', `${REPOSITORY}/pulls/${pull.number}/reviews`] as const),
      { event: 'APPROVED', body: 'Fine.' },
      ben,
    );
    const now = await host.getPullRequest(repository, pull.number);
    expect(await host.listReviews(repository, pull.number)).toMatchObject([
      { login: 'ben', state: 'approved', commitSha: now?.headSha },
    ]);
    // Gitea looks for conflicts when it has time.
    await until(
      () => host.getPullRequest(repository, pull.number),
      found => found?.mergeable === true,
      { what: 'the pull request can be merged' },
    );
    await gitea.api('POST', `${REPOSITORY}/pulls/${pull.number}/merge`, {
      Do: 'squash',
    });

    const merged = await host.getPullRequest(repository, pull.number);
    const { mergeCommitSha = '' } = merged!;
    expect(merged).toMatchObject({ state: 'merged', draft: false });
    expect(await text(DAILY, mergeCommitSha)).toBe('cpu: 2\n');
    await host.deleteBranch(repository, BRANCH);
    await host.deleteBranch(repository, BRANCH);
    expect(await host.findPullRequest(repository, BRANCH)).toMatchObject({
      ...{ headBranch: BRANCH, mergeCommitSha },
    });
  });

  test("commits and opens as a person, with that person's token", async () => {
    const own = hosts.asUser(repository, mia);
    const branch = 'lakefront/own';
    const { sha } = await commit(
      [{ action: 'create', path: 'own.yaml', content: 'a: 1\n' }],
      ...([branch, own] as const),
    );
    const opened = await own.createPullRequest(repository, {
      ...{ branch, title: 'Own', body: '' },
    });

    expect(opened.author).toBe('mia');
    const made = await gitea.api('GET', `${REPOSITORY}/git/commits/${sha}`);
    expect(made.author.login).toBe('mia');
    await expect(
      hosts.asUser(repository, 'f'.repeat(40)).getBranch(repository, branch),
    ).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining('sign in to it again'),
    });
  });
});
