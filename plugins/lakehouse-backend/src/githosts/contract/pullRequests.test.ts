import { BRANCH, HOSTS, useHost } from '../__testUtils__/useHost';

describe.each(HOSTS)(
  '$title keeps the contract of GitHost: pull requests',
  traits => {
    const { mergeStyles, listsTellReviews = true } = traits;
    const at = useHost(traits);

    it('opens one pull request of a branch and finds it', async () => {
      const { host, repository, model, open } = at;
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
      const { host, repository, model, open } = at;
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
      const { host, repository, model, open } = at;
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
        const { host, repository, model, open } = at;
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
      const { host, repository, model, open } = at;
      await open();
      model.merge(1, 'merge', 'pat');
      await host.deleteBranch(repository, BRANCH);

      expect(await host.getBranch(repository, BRANCH)).toBeUndefined();
      expect(await host.findPullRequest(repository, BRANCH)).toMatchObject({
        ...{ state: 'merged', headBranch: BRANCH },
      });
    });

    it('opens a draft, and tells when it is one no longer', async () => {
      const { host, repository, model, create } = at;
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

    it('reads all 150 open pull requests to the base branch', async () => {
      const { host, repository, model } = at;
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
      const { host, repository, model, open } = at;
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
  },
);
