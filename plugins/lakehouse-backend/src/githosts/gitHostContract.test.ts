import type {
  GitFileChange,
  GitHost,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { startFakeAzure } from './__testUtils__/fakeAzure';
import { startFakeBitbucket } from './__testUtils__/fakeBitbucket';
import { FORGEJO, GITEA, startFakeGitea } from './__testUtils__/fakeGitea';
import { startFakeGithub } from './__testUtils__/fakeGithub';
import { startFakeGitlab } from './__testUtils__/fakeGitlab';
import type {
  FakeRepository,
  MergeStyle,
} from './__testUtils__/FakeRepository';
import {
  USER_TOKEN,
  type GitHostFake,
  type GitHostTraits,
} from './__testUtils__/GitHostFake';
import { hasOpenApi } from './__testUtils__/openApiCheck';
import { gitBlobSha } from './gitBlobSha';

const MARKER = 'clusters/west/domains/sales/marker.yaml';
const OLD = 'clusters/west/domains/sales/job/old.yaml';
const PATH = 'clusters/west/domains/sales/job/daily.yaml';
const WILD = 'clusters/west/Größe 100%/a#b?c&d=e+f/日本 "q".yaml';
const BRANCH = 'lakefront/abcdefg';
const AZURE_ID = '7d4a1e0c-9a53-4c6a-8f5e-0b1c2d3e4f50';
const MESSAGE = 'Add daily\n\nAsked for by Mia.\n\nLakefront-Change: abcdefg';

const HOSTS: GitHostTraits[] = [
  ...([GITEA, FORGEJO] as const).map(describedBy => ({
    // Both are spoken to as Gitea.
    title: 'Gitea',
    start: () => startFakeGitea(describedBy),
    mergeStyles: ['merge', 'squash', 'rebase', 'fast-forward'] as MergeStyle[],
    etags: true,
    tellsChangesRequested: true,
    describedBy,
    reviewers: {
      given: ['ben', 'lakehouse/team'],
      asked: ['ben', 'team'],
      author: 'portal',
    },
    renews: describedBy === GITEA,
  })),
  {
    title: 'GitHub',
    start: startFakeGithub,
    mergeStyles: ['merge', 'squash', 'rebase'],
    etags: true,
    tellsChangesRequested: true,
    reviewers: {
      given: ['ben', 'lakehouse/team'],
      asked: ['ben', 'team'],
      author: 'portal',
    },
    renews: true,
    describedBy: 'github/github-rest-subset.openapi.json',
  },
  {
    title: 'GitLab',
    start: startFakeGitlab,
    reviewers: { given: ['ben', 'mia'], asked: ['ben', 'mia'] },
    mergeStyles: ['merge', 'squash', 'rebase', 'fast-forward'],
    etags: true,
  },
  {
    title: 'Azure DevOps',
    start: startFakeAzure,
    reviewers: { given: [AZURE_ID], asked: [AZURE_ID] },
    mergeStyles: ['merge', 'squash', 'rebase', 'fast-forward'],
    etags: true,
    tellsChangesRequested: true,
    describedBy: 'azure-devops/git-7.1-subset.swagger.json',
  },
  {
    title: 'Bitbucket Cloud',
    start: startFakeBitbucket,
    reviewers: {
      given: ['ben-account', '{mia}'],
      asked: ['ben', 'mia'],
      author: 'portal-account',
    },
    labels: false,
    mergeStyles: ['merge', 'squash', 'rebase', 'fast-forward'],
    etags: true,
    listsTellReviews: false,
    tellsChangesRequested: true,
  },
];

/** What the change service counts on, whichever host it speaks to. */
describe.each(HOSTS)(
  '$title keeps the contract of GitHost',
  ({
    title,
    start,
    mergeStyles,
    etags,
    tellsChangesRequested,
    renews,
    listsTellReviews = true,
    labels = true,
    reviewers: { given, asked, author },
    describedBy,
  }) => {
    let fake: GitHostFake;
    let host: GitHost;
    let repository: GitRepositoryTarget;
    let model: FakeRepository;

    beforeEach(async () => {
      fake = await start();
      ({ repository, model } = fake);
      host = fake.hosts().forRepository(repository);
    });

    afterEach(async () => {
      await fake.server.close();
      const problems = [...(fake.check?.problems ?? [])];
      if (problems.length > 0) {
        throw new Error(`${title} is described otherwise: ${problems}`);
      }
    });

    const commit = (files: GitFileChange[], branch = BRANCH) =>
      host.commitToNewBranch(repository, { branch, message: MESSAGE, files });
    const create = (path = PATH, content = 'name: größe\n') =>
      commit([{ action: 'create', path, content }]);
    const open = async () => {
      const { sha } = await create();
      const pull = await host.createPullRequest(repository, {
        ...{ branch: BRANCH, title: 'Add daily', body: 'Asked for by Mia.' },
      });
      return { sha, pull };
    };

    it('makes a branch that appears together with its one commit', async () => {
      expect(await host.getBranch(repository, BRANCH)).toBeUndefined();
      const before = model.branches.get('main');

      const { sha } = await create();

      expect(await host.getBranch(repository, BRANCH)).toEqual({
        sha,
        message: MESSAGE,
      });
      expect(model.commits.get(sha)?.parents).toEqual([before]);
      expect(model.branches.get('main')).toBe(before);
      expect([...model.branches.keys()]).toEqual(['main', BRANCH]);
    });

    it('creates, updates and deletes files in that commit and leaves the rest', async () => {
      const marker = await host.getFile(repository, MARKER, 'main');
      const { sha } = await commit([
        { action: 'create', path: PATH, content: 'a: 1\r\nb: "ü"\n' },
        {
          ...{ action: 'update', path: MARKER, content: '\uFEFFkind: X\n' },
          baseSha: marker?.sha,
        },
        { action: 'delete', path: OLD, baseSha: gitBlobSha('kind: Old\n') },
      ]);

      expect([...model.commits.get(sha)!.tree].sort()).toEqual([
        ['README.md', 'hello\n'],
        [PATH, 'a: 1\r\nb: "ü"\n'],
        [MARKER, '\uFEFFkind: X\n'],
      ]);
      expect(await host.getFile(repository, MARKER, sha)).toEqual({
        content: '\uFEFFkind: X\n',
        sha: gitBlobSha('\uFEFFkind: X\n'),
      });
      expect(await host.getFile(repository, OLD, BRANCH)).toBeUndefined();
      expect((await host.getFile(repository, OLD, 'main'))?.content).toBe(
        'kind: Old\n',
      );
    });

    it('updates and deletes what is there now where no earlier state is named', async () => {
      const { sha } = await commit([
        { action: 'update', path: MARKER, content: 'new\n' },
        { action: 'delete', path: OLD },
      ]);
      const { tree } = model.commits.get(sha)!;
      expect(tree.get(MARKER)).toBe('new\n');
      expect(tree.has(OLD)).toBe(false);
    });

    it('keeps every letter of a path', async () => {
      const { sha } = await create(WILD, 'wild: true\n');

      expect(model.commits.get(sha)?.tree.get(WILD)).toBe('wild: true\n');
      expect((await host.getFile(repository, WILD, sha))?.content).toBe(
        'wild: true\n',
      );
      expect((await host.getLastCommit(repository, WILD, BRANCH))?.sha).toBe(
        sha,
      );
      const url = new URL(host.fileUrl(repository, WILD, 'main'));
      expect(decodeURIComponent(`${url.pathname}${url.search}`)).toContain(
        WILD,
      );
      expect(url.hash).toBe('');
    });

    if (renews) {
      it('makes a branch anew on what the base branch has by now, and keeps its pull request', async () => {
        const { sha: expected } = await open();
        const base = model.push('main', { [PATH]: 'theirs\n', 'b.txt': 'b' });
        const renew = (from: string) =>
          host.renewBranch!(repository, {
            ...{ branch: BRANCH, message: MESSAGE, expected: from },
            files: [
              {
                ...{ action: 'update', path: PATH, content: 'ours\n' },
                baseSha: gitBlobSha('theirs\n'),
              },
            ],
          });
        const { sha } = await renew(expected);

        expect(model.branches.get(BRANCH)).toBe(sha);
        expect(model.isAncestor(base.sha, sha)).toBe(true);
        expect(model.file(BRANCH, PATH)?.content).toBe('ours\n');
        expect(model.file(BRANCH, 'b.txt')?.content).toBe('b');
        expect(await host.getBranch(repository, BRANCH)).toEqual({
          ...{ sha, message: MESSAGE },
        });
        expect(await host.getPullRequest(repository, 1)).toMatchObject({
          ...{ state: 'open', headSha: sha },
        });
        expect([...model.branches.keys()]).toEqual(['main', BRANCH]);

        // What somebody pushed since is never lost.
        const theirs = model.push(BRANCH, { 'more.yaml': 'x' });
        await expect(renew(sha)).rejects.toMatchObject({
          name: 'ConflictError',
        });
        expect(model.branches.get(BRANCH)).toBe(theirs.sha);
        model.push('main', { [PATH]: 'changed again\n' });
        await expect(renew(theirs.sha)).rejects.toMatchObject({
          name: 'ConflictError',
        });
        expect(model.branches.get(BRANCH)).toBe(theirs.sha);
        expect([...model.branches.keys()]).toEqual(['main', BRANCH]);
      });
    }

    it('lists the files below a directory, however deep, with what tells them apart', async () => {
      const directory = 'clusters/west/domains/sales';
      const many = Object.fromEntries(
        Array.from({ length: 130 }, (_, at) => [
          ...[`${directory}/job/a/b c/${at}.yaml`, `number: ${at}\n`],
        ]),
      );
      const { sha } = model.push('main', many);
      model.push('main', { [`${directory}/more.yaml`]: 'x' });

      const files = await host.listFiles(repository, directory, sha);
      expect(files?.map(({ path }) => path).sort()).toEqual(
        [MARKER, OLD, ...Object.keys(many)].sort(),
      );
      const marker = files?.find(({ path }) => path === MARKER);
      expect([undefined, gitBlobSha('kind: ConfigMap\n')]).toContain(
        marker?.sha,
      );
      const later = await host.listFiles(repository, directory, 'main');
      expect(later).toHaveLength(133);
      expect(
        await host.listFiles(repository, `${directory}/none`, 'main'),
      ).toBeUndefined();
    });

    it('says that a branch is there already, whosever it is, and leaves it alone', async () => {
      const theirs = model.push(BRANCH, { 'theirs.txt': 'x' });

      await expect(create()).rejects.toMatchObject({ name: 'ConflictError' });
      expect(model.branches.get(BRANCH)).toBe(theirs.sha);

      model.branches.set('lakefront/empty', model.branches.get('main')!);
      await expect(
        commit(
          [{ action: 'create', path: PATH, content: 'x' }],
          'lakefront/empty',
        ),
      ).rejects.toMatchObject({ name: 'ConflictError' });
    });

    it('refuses a second commit to its own branch', async () => {
      const { sha } = await create();
      await expect(create()).rejects.toMatchObject({ name: 'ConflictError' });
      expect(model.branches.get(BRANCH)).toBe(sha);
    });

    it.each<[string, GitFileChange]>([
      ['create over a file', { action: 'create', path: MARKER, content: 'x' }],
      [
        'update of a file that is gone',
        { action: 'update', path: PATH, content: 'x', baseSha: 'a'.repeat(40) },
      ],
      [
        'update of a file that changed',
        {
          ...{ action: 'update', path: MARKER, content: 'x' },
          baseSha: gitBlobSha('before\n'),
        },
      ],
      [
        'delete of a file that is gone',
        { action: 'delete', path: PATH, baseSha: 'a'.repeat(40) },
      ],
      [
        'delete of a file that changed',
        { action: 'delete', path: OLD, baseSha: gitBlobSha('before\n') },
      ],
    ])('refuses the %s and leaves nothing behind', async (_, change) => {
      await expect(
        commit([{ action: 'create', path: 'new.yaml', content: 'x' }, change]),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      expect([...model.branches.keys()]).toEqual(['main']);
    });

    it('opens one pull request of a branch and finds it', async () => {
      expect(await host.findPullRequest(repository, BRANCH)).toBeUndefined();
      const { sha, pull } = await open();

      expect(pull).toMatchObject({
        ...{ number: 1, state: 'open', title: 'Add daily' },
        ...{ headBranch: BRANCH, headSha: sha, baseBranch: 'main' },
        createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      });
      expect(pull.url).toContain(new URL(repository.url).host);
      expect(pull.mergeCommitSha).toBeUndefined();
      expect(model.pull(1).body).toBe('Asked for by Mia.');
      await expect(
        host.createPullRequest(repository, {
          ...{ branch: BRANCH, title: 'Again', body: '' },
        }),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      expect(model.pulls).toHaveLength(1);
      expect(await host.findPullRequest(repository, BRANCH)).toMatchObject({
        ...{ number: 1, headSha: sha },
      });
      expect(await host.getPullRequest(repository, 1)).toMatchObject(pull);
      expect(await host.getPullRequest(repository, 2)).toBeUndefined();
    });

    it('finds the newest pull request of a branch', async () => {
      await open();
      model.close(1, 'pat');
      await host.createPullRequest(repository, {
        ...{ branch: BRANCH, title: 'Again', body: '' },
      });

      expect(await host.findPullRequest(repository, BRANCH)).toMatchObject({
        ...{ number: 2, state: 'open' },
      });
    });

    it('follows a pull request that was pushed to, and one that was closed', async () => {
      const { sha } = await open();
      const pushed = model.push(BRANCH, { 'more.yaml': 'x' });

      const after = await host.getPullRequest(repository, 1);
      expect(after?.headSha).toBe(pushed.sha);
      expect(after?.headSha).not.toBe(sha);

      model.close(1, 'pat');
      const closed = await host.getPullRequest(repository, 1);
      expect(closed).toMatchObject({
        state: 'closed',
        closedAt: expect.any(String),
      });
      expect(closed?.mergeCommitSha).toBeUndefined();
      expect(await host.listOpenPullRequests(repository)).toEqual([]);
    });

    it.each(mergeStyles)(
      'names the commit by which a %s came to the base branch',
      async style => {
        const { sha } = await open();
        model.push('main', { 'other.yaml': 'x' });
        const { mergeSha } = model.merge(1, style, 'pat');
        const merged = await host.getPullRequest(repository, 1);

        expect(merged).toMatchObject({
          ...{ state: 'merged', mergedBy: expect.stringContaining('pat') },
          ...{ mergeCommitSha: mergeSha, mergedAt: expect.any(String) },
        });
        expect(await host.findPullRequest(repository, BRANCH)).toMatchObject({
          ...{ state: 'merged', mergeCommitSha: mergeSha },
        });
        const later = model.push('main', { 'later.yaml': 'x' });
        const contains = (one: string, other: string) =>
          host.contains(repository, one, other);
        expect(await contains(mergeSha!, mergeSha!)).toBe(true);
        expect(await contains(later.sha, mergeSha!)).toBe(true);
        expect(await contains(mergeSha!, later.sha)).toBe(false);
        const keepsHead = style === 'merge' || style === 'fast-forward';
        expect(await contains(later.sha, sha)).toBe(keepsHead);
        expect(await contains('0'.repeat(40), mergeSha!)).toBe(false);
      },
    );

    it('keeps the name of a branch that was deleted after the merge', async () => {
      await open();
      model.merge(1, 'merge', 'pat');
      await host.deleteBranch(repository, BRANCH);

      expect(await host.getBranch(repository, BRANCH)).toBeUndefined();
      expect(await host.findPullRequest(repository, BRANCH)).toMatchObject({
        ...{ state: 'merged', headBranch: BRANCH },
      });
    });

    it('deletes a branch, also one that is gone', async () => {
      await create();
      await host.deleteBranch(repository, BRANCH);
      await host.deleteBranch(repository, BRANCH);
      expect([...model.branches.keys()]).toEqual(['main']);
    });

    it('opens a draft, and tells when it is one no longer', async () => {
      await create();
      const draft = await host.createPullRequest(repository, {
        ...{ branch: BRANCH, title: 'Add daily', body: '', draft: true },
      });
      expect(draft.draft).toBe(true);
      expect(model.pull(1)).toMatchObject({
        ...{ draft: true, title: expect.stringMatching(/Add daily$/) },
      });
      const [listed] = await host.listOpenPullRequests(repository);
      // A draft is no conflict.
      for (const pull of [draft, await host.getPullRequest(repository, 1)]) {
        expect(pull?.mergeable).not.toBe(false);
      }

      Object.assign(model.pull(1), { draft: false, title: 'Add daily' });
      model.review(1, 'ben', 'commented');
      const ready = await host.getPullRequest(repository, 1);
      expect(ready?.draft).toBe(false);
      expect(listed.draft).toBe(true);
    });

    if (labels) {
      it('puts labels beside those that are there', async () => {
        const { pull } = await open();
        model.add(1, 'labels', ['theirs']);
        await host.addLabels!(repository, pull, ['data', 'lake house']);
        await host.addLabels!(repository, pull, ['data', 'lake house']);

        const all = ['theirs', 'data', 'lake house'];
        expect(model.pull(1).labels).toEqual(all);
      });

      it('says which label there is not', async () => {
        const { pull } = await open();
        await expect(
          host.addLabels!(repository, pull, ['nobody']),
        ).rejects.toThrow('nobody is not known here');
      });
    } else {
      it('has no labels', () => {
        expect(host.addLabels).toBeUndefined();
      });
    }

    it('asks for reviews, beside those who were asked', async () => {
      const { pull } = await open();
      model.add(1, 'asked', ['pat']);
      await host.requestReviews!(repository, pull, given);
      const requests = fake.server.requests.length;
      await host.requestReviews!(repository, pull, given);

      expect(model.pull(1).asked).toEqual(['pat', ...asked]);
      expect(fake.server.requests.length - requests).toBeLessThan(3);
      await expect(
        host.requestReviews!(repository, pull, ['nobody']),
      ).rejects.toThrow('nobody');
    });

    if (author) {
      it('asks nobody to review what they opened', async () => {
        const { pull } = await open();
        await host.requestReviews!(repository, pull, [author]);
        await host.requestReviews!(repository, pull, [author, given[0]]);
        expect(model.pull(1).asked).toEqual([asked[0]]);
      });
    }

    it('reads all 150 open pull requests to the base branch', async () => {
      model.branches.set('release', model.branches.get('main')!);
      for (let number = 1; number <= 151; number++) {
        const head = `people/${number}`;
        model.push(head, { [`${number}.txt`]: 'x' });
        const base = number === 77 ? 'release' : 'main';
        model.openPull({ head, base, title: `${number}`, body: '' });
      }

      const all = await host.listOpenPullRequests(repository);

      expect(new Set(all.map(({ number }) => number)).size).toBe(150);
      expect(all.every(({ baseBranch }) => baseBranch === 'main')).toBe(true);
      expect(all.map(pull => pull.headSha).sort()).toEqual(
        model.pulls
          .filter(({ base }) => base === 'main')
          .map(pull => model.headOf(pull))
          .sort(),
      );
    });

    it('tells by its list which pull request moved', async () => {
      await open();
      const version = async () => {
        const [pull] = await host.listOpenPullRequests(repository);
        return `${pull.headSha} ${pull.version}`;
      };
      const before = await version();
      expect(await version()).toBe(before);

      model.review(1, 'ben', 'approved');
      const reviewed = await version();
      expect(reviewed !== before).toBe(listsTellReviews);
      model.push(BRANCH, { 'more.yaml': 'x' });
      expect(await version()).not.toBe(reviewed);
    });

    it('reads reviews with the head they were of', async () => {
      const { sha } = await open();
      model.review(1, 'ben', 'approved');
      const second = model.push(BRANCH, { 'more.yaml': 'x' });
      model.review(1, 'pat', 'approved');
      const reviews = await host.listReviews(repository, 1);

      expect(
        reviews
          .filter(({ state }) => state === 'approved')
          .map(({ login, commitSha }) => [login, commitSha]),
      ).toEqual(
        expect.arrayContaining([
          [expect.stringMatching(/^ben/), sha],
          [expect.stringMatching(/^pat/), second.sha],
        ]),
      );
      expect(reviews).toHaveLength(2);
    });

    it('does not read an approval that was taken back', async () => {
      await open();
      model.review(1, 'ben', 'approved');
      model.review(1, 'ben', 'withdrawn');
      const reviews = await host.listReviews(repository, 1);
      expect(reviews.filter(({ state }) => state === 'approved')).toEqual([]);
    });

    if (tellsChangesRequested) {
      it('reads who asked for changes', async () => {
        await open();
        model.review(1, 'ben', 'changes-requested');
        expect(await host.listReviews(repository, 1)).toMatchObject([
          {
            ...{ login: expect.stringMatching(/^ben/) },
            state: 'changes-requested',
          },
        ]);
      });
    }

    it('reads all of 120 reviews', async () => {
      const { sha } = await open();
      for (let number = 0; number < 120; number++) {
        model.review(1, `user${number}`, 'approved');
      }
      const reviews = await host.listReviews(repository, 1);
      expect(reviews).toHaveLength(120);
      expect(reviews.every(({ commitSha }) => commitSha === sha)).toBe(true);
    });

    it('sets and changes a status on a head', async () => {
      const { sha } = await open();
      const set = (state: 'pending' | 'success' | 'failure') =>
        host.setCommitStatus(repository, sha, {
          ...{ context: 'lakefront/four-eyes', state },
          description: 'Waits '.repeat(30),
        });
      await set('pending');
      await set('pending');
      await set('success');

      const last = model.statuses[model.statuses.length - 1];
      expect(last).toMatchObject({
        ...{ sha, context: 'lakefront/four-eyes', state: 'success' },
        description: expect.stringContaining('Waits'),
      });
    });

    it('reads the last commit of a path with its whole message', async () => {
      const long = `Change\n\n${'why '.repeat(200)}\n\nLakefront-Change: abc`;
      const { sha } = model.push(
        'main',
        { [MARKER]: 'new' },
        { message: long },
      );
      model.push('main', { 'other.yaml': 'x' });

      expect(await host.getLastCommit(repository, MARKER, 'main')).toEqual({
        ...{ sha, message: long },
        at: new Date(model.commits.get(sha)!.at).toISOString(),
        url: expect.stringContaining(sha),
      });
      expect(
        await host.getLastCommit(repository, 'none.yaml', 'main'),
      ).toBeUndefined();
    });

    it('acts as a person with their own token, and with nothing else', async () => {
      const observe = jest.fn();
      const own = fake.hosts({ observe }).asUser(repository, USER_TOKEN);
      await own.commitToNewBranch(repository, {
        ...{ branch: BRANCH, message: MESSAGE },
        files: [{ action: 'create', path: PATH, content: 'a: 1\n' }],
      });
      await own.createPullRequest(repository, {
        ...{ branch: BRANCH, title: 'Add daily', body: '' },
      });

      expect(model.pulls).toHaveLength(1);
      const used = fake.server.requests.map(one => one.headers.authorization);
      expect(new Set(used)).toEqual(new Set([`Bearer ${USER_TOKEN}`]));
      // Health is about the portal's own credentials.
      expect(observe).not.toHaveBeenCalled();
    });

    it('says what to do about a token of a person that is refused', async () => {
      const token = 'expired-0123456789';
      const own = fake.hosts().asUser(repository, token);
      const error = await own
        .createPullRequest(repository, {
          ...{ branch: BRANCH, title: 'Add daily', body: '' },
        })
        .catch(thrown => thrown);

      expect(error).toMatchObject({
        name: 'NotAllowedError',
        message: expect.stringMatching(/Your own account on .* sign in to it/),
      });
      expect(error.message).not.toContain('integrations.');
      expect(JSON.stringify([error.message, error.stack])).not.toContain(token);
    });

    describe('when the host refuses', () => {
      it.each([
        [401, 'NotAllowedError'],
        [403, 'NotAllowedError'],
        [409, 'ConflictError'],
        [422, 'ConflictError'],
        [423, 'NotAllowedError'],
        [429, 'ServiceUnavailableError'],
        [500, 'ServiceUnavailableError'],
        [503, 'ServiceUnavailableError'],
      ])('answers %s with %s, on reads and on writes', async (status, name) => {
        const text = `not today, ${fake.secret}`;
        fake.server.fault = () => fake.refusal(status, text);
        const expected = {
          name,
          message: expect.stringMatching(
            new RegExp(
              `^${title} at [\\w.:]+ refused to .* \\(${status}\\): not today, \\*\\*\\*`,
            ),
          ),
        };
        const again = () => fake.hosts().forRepository(repository);

        await expect(
          again().getPullRequest(repository, 1),
        ).rejects.toMatchObject(expected);
        await expect(
          again().createPullRequest(repository, {
            ...{ branch: BRANCH, title: 't', body: '' },
          }),
        ).rejects.toMatchObject(expected);
        await expect(create()).rejects.toMatchObject({ name });
      });

      it('says what the credentials need where they are refused', async () => {
        const stranger = fake
          .hosts({ secret: 'expired-or-wrong' })
          .forRepository(repository);
        await expect(
          stranger.getPullRequest(repository, 1),
        ).rejects.toMatchObject({
          name: 'NotAllowedError',
          message: expect.stringMatching(/integrations\.\w+ need/),
        });
      });

      it('does not take a repository that is hidden or gone for an empty one', async () => {
        fake.server.fault = () => fake.refusal(404, 'Not Found');
        const gone = {
          name: 'NotFoundError',
          message: expect.stringContaining('may not see it. The '),
        };
        await expect(host.getPullRequest(repository, 1)).rejects.toMatchObject(
          gone,
        );
        await expect(
          host.getFile(repository, PATH, 'main'),
        ).rejects.toMatchObject(gone);
        await expect(host.getBranch(repository, BRANCH)).rejects.toMatchObject(
          gone,
        );
        await expect(
          host.listOpenPullRequests(repository),
        ).rejects.toMatchObject(gone);
        await expect(create()).rejects.toMatchObject({ name: 'NotFoundError' });
      });

      it('does not take a web page for an answer', async () => {
        fake.server.fault = () => ({
          ...{ status: 200, body: '<html>Sign in</html>' },
          headers: { 'Content-Type': 'text/html' },
        });
        await expect(host.getPullRequest(repository, 1)).rejects.toMatchObject({
          name: 'ServiceUnavailableError',
        });

        fake.server.fault = () => ({
          ...{ status: 302, headers: { Location: '/users/sign_in' } },
        });
        await expect(host.getPullRequest(repository, 1)).rejects.toMatchObject({
          name: 'NotAllowedError',
        });
      });

      it('follows no redirect, and says that the repository has moved', async () => {
        fake.server.fault = ({ path }) =>
          path.includes('elsewhere')
            ? { status: 200, body: {} }
            : { status: 301, headers: { Location: '/elsewhere' } };
        await expect(host.getPullRequest(repository, 1)).rejects.toMatchObject({
          name: 'NotFoundError',
          message: expect.stringContaining('has moved'),
        });
        expect(fake.server.requests).toHaveLength(1);
      });

      it('waits for no answer longer than its limit', async () => {
        fake.server.fault = () => 'timeout';
        const impatient = fake
          .hosts({ timeLimitMs: 300 })
          .forRepository(repository);
        await expect(
          impatient.getPullRequest(repository, 1),
        ).rejects.toMatchObject({
          name: 'ServiceUnavailableError',
          message: expect.stringContaining('did not answer within 0.3 s'),
        });
      });

      it('leaves a host alone until the time that it asked for', async () => {
        let now = Date.parse('2026-01-05T08:00:00Z');
        const patient = fake
          .hosts({ now: () => now })
          .forRepository(repository);
        fake.server.fault = () => ({
          ...fake.refusal(429, 'slow down'),
          headers: { 'Retry-After': '90' },
        });
        await expect(patient.getPullRequest(repository, 1)).rejects.toThrow(
          'called again after 2026-01-05T08:01:30Z',
        );
        fake.server.fault = undefined;
        const requests = fake.server.requests.length;

        now += 89_000;
        await expect(
          patient.getPullRequest(repository, 1),
        ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
        expect(fake.server.requests).toHaveLength(requests);

        now += 2_000;
        expect(await patient.getPullRequest(repository, 1)).toBeUndefined();
      });

      it('tells no credential, whatever goes wrong', async () => {
        const secret = `s3cr3t-${'x'.repeat(20)}`;
        const urls = [
          async () => {
            throw new Error(`socket hang up for ${secret}`);
          },
          async () =>
            new Response(`{"message":"bad ${secret}"}`, { status: 500 }),
          async () =>
            new Response(`{"message":"bad ${secret}"}`, { status: 418 }),
        ];
        for (const broken of urls) {
          const careless = fake
            .hosts({ secret, fetch: broken })
            .forRepository(repository);
          const error = await careless
            .getPullRequest(repository, 1)
            .catch(thrown => thrown);
          expect(error).toBeInstanceOf(Error);
          expect(
            JSON.stringify([error.message, error.stack, error.cause]),
          ).not.toContain(secret);
        }
      });
    });

    if (etags) {
      it('asks again only for what changed', async () => {
        await open();
        const first = await host.getPullRequest(repository, 1);
        fake.server.answers.length = 0;
        const second = await host.getPullRequest(repository, 1);

        expect(second).toEqual(first);
        expect(new Set(fake.server.answers)).toEqual(new Set([304]));
      });
    }

    if (describedBy) {
      const isThere = hasOpenApi(describedBy);
      (isThere ? describe : describe.skip)(
        `${describedBy}${
          isThere
            ? ''
            : ' (skipped: ../shared/data/git-hosts is not beside the repository)'
        }`,
        () => {
          it('describes what is asked and answered', async () => {
            await open();
            await host.getPullRequest(repository, 1);
            await host.listOpenPullRequests(repository);
            expect(fake.check?.checked.size).toBeGreaterThan(3);
            expect([...fake.check!.problems]).toEqual([]);
          });
        },
      );
    }

    it('tells how the host answers, by the address of config', async () => {
      const observe = jest.fn();
      const watched = fake.hosts({ observe }).forRepository(repository);
      await watched.getBranch(repository, 'main');
      expect(observe).toHaveBeenLastCalledWith(
        expect.objectContaining({
          ...{ repository: repository.url, status: 200, error: undefined },
        }),
      );
      fake.server.fault = () => fake.refusal(500, 'not today');
      await expect(watched.getPullRequest(repository, 1)).rejects.toThrow();
      expect(observe).toHaveBeenLastCalledWith(
        expect.objectContaining({
          ...{ repository: repository.url, status: 500 },
          error: expect.stringContaining('(500): not today'),
        }),
      );
    });

    it('needs a repository of the host', () => {
      expect(() =>
        fake.hosts().forRepository({ url: 'https://elsewhere.example/a/b' }),
      ).toThrow("an entry with host 'elsewhere.example'");
    });
  },
);
