import { BRANCH, HOSTS, useHost } from '../__testUtils__/useHost';

describe.each(HOSTS)(
  '$title keeps the contract of GitHost: labels, reviews and statuses',
  traits => {
    const {
      tellsChangesRequested,
      labels = true,
      reviewers: { given, asked, author },
    } = traits;
    const at = useHost(traits);

    if (labels) {
      it('puts labels beside those that are there', async () => {
        const { host, repository, model, open } = at;
        const { pull } = await open();
        model.add(1, 'labels', ['theirs']);
        await host.addLabels!(repository, pull, ['data', 'lake house']);
        await host.addLabels!(repository, pull, ['data', 'lake house']);

        const all = ['theirs', 'data', 'lake house'];
        expect(model.pull(1).labels).toEqual(all);
      });

      it('says which label there is not', async () => {
        const { host, repository, open } = at;
        const { pull } = await open();
        await expect(
          host.addLabels!(repository, pull, ['nobody']),
        ).rejects.toThrow('nobody is not known here');
      });
    } else {
      it('has no labels', () => {
        const { host } = at;
        expect(host.addLabels).toBeUndefined();
      });
    }

    it('asks for reviews, beside those who were asked', async () => {
      const { fake, host, repository, model, open } = at;
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
        const { host, repository, model, open } = at;
        const { pull } = await open();
        await host.requestReviews!(repository, pull, [author]);
        await host.requestReviews!(repository, pull, [author, given[0]]);
        expect(model.pull(1).asked).toEqual([asked[0]]);
      });
    }

    it('reads reviews with the head they were of', async () => {
      const { host, repository, model, open } = at;
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
      const { host, repository, model, open } = at;
      await open();
      model.review(1, 'ben', 'approved');
      model.review(1, 'ben', 'withdrawn');
      const reviews = await host.listReviews(repository, 1);
      expect(reviews.filter(({ state }) => state === 'approved')).toEqual([]);
    });

    if (tellsChangesRequested) {
      it('reads who asked for changes', async () => {
        const { host, repository, model, open } = at;
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
      const { host, repository, model, open } = at;
      const { sha } = await open();
      for (let number = 0; number < 120; number++) {
        model.review(1, `user${number}`, 'approved');
      }
      const reviews = await host.listReviews(repository, 1);
      expect(reviews).toHaveLength(120);
      expect(reviews.every(({ commitSha }) => commitSha === sha)).toBe(true);
    });

    it('sets and changes a status on a head', async () => {
      const { host, repository, model, open } = at;
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
  },
);
