import { fakeJobKind } from './__testUtils__/fakeJobKind';
import { BEN, jobInput, MIA, SALES } from './__testUtils__/startWritePath';
import { onEachDatabase } from './__testUtils__/useWritePath';

const PATH = 'clusters/west/domains/sales/job/daily.yaml';

jest.setTimeout(60_000);

onEachDatabase('reviews and lists', own => {
  const look = async (service: { sweep(): Promise<void> }, ms = 61_000) => {
    own.path.clock.advance(ms);
    await service.sweep();
  };

  describe('four eyes', () => {
    const statusOf = async (sha: string) => {
      const all = (await own.git.as(
        'pat',
        'GET',
        `/statuses/${sha}`,
      )) as Array<{
        status: string;
        id: number;
      }>;
      return all.sort((a, b) => b.id - a.id)[0]?.status;
    };
    const headOf = async (number: number) =>
      (
        (await own.git.as('pat', 'GET', `/pulls/${number}`)) as {
          head: { sha: string };
        }
      ).head.sha;

    it('passes only when another person than the requester approved this head', async () => {
      own.path.gitops.fourEyes.domains = ['sales'];
      const service = await own.path.replica();
      const change = await service.propose(jobInput(), MIA, {});
      expect(change.summary).toContain('needs 1 approval by somebody else');
      const head = await headOf(1);
      expect(await statusOf(head)).toBe('pending');

      await own.git.as('mia', 'POST', '/pulls/1/reviews', {
        event: 'APPROVED',
      });
      await look(service);
      expect(await statusOf(head)).toBe('pending');
      expect(
        (await service.get(SALES, change.id, { withFiles: false })).summary,
      ).toContain('needs 1 approval by somebody else');

      await own.git.as('ben', 'POST', '/pulls/1/reviews', {
        event: 'APPROVED',
      });
      await look(service);
      expect(await statusOf(head)).toBe('success');
    });

    it('passes as soon as a look sees the approval, before the guard comes by again', async () => {
      own.path.gitops.fourEyes.domains = ['sales'];
      const service = await own.path.replica();
      await service.propose(jobInput(), MIA, {});
      const head = await headOf(1);
      await service.sweep();
      await own.git.as('ben', 'POST', '/pulls/1/reviews', {
        event: 'APPROVED',
      });

      own.path.clock.advance(6_000);
      await service.hint({ repositoryUrl: own.git.repository.url, number: 1 });
      await service.sweep();

      expect(await statusOf(head)).toBe('success');
    });

    it('asks again for each new head, and lets pull requests of others pass', async () => {
      own.path.gitops.fourEyes.domains = ['*'];
      const service = await own.path.replica();
      const { id } = await service.propose(jobInput(), MIA, {});
      await own.git.as('ben', 'POST', '/pulls/1/reviews', {
        event: 'APPROVED',
      });
      await own.git.as(
        'ben',
        'POST',
        '/contents/clusters/west/domains/sales/job/more.yaml',
        {
          branch: `lakefront/${id}`,
          message: 'More',
          content: Buffer.from('kind: Job\n').toString('base64'),
        },
      );
      await own.git.as('pat', 'POST', '/contents/README.md', {
        branch: 'main',
        new_branch: 'docs',
        message: 'Docs',
        content: Buffer.from('# Docs\n').toString('base64'),
      });
      await own.git.as('pat', 'POST', '/pulls', {
        base: 'main',
        head: 'docs',
        title: 'Docs',
      });

      await look(service);

      expect(await statusOf(await headOf(1))).toBe('pending');
      expect(await statusOf(await headOf(2))).toBe('success');
    });

    it('posts a status once, however many replicas look', async () => {
      const services = [await own.path.replica(), await own.path.replica()];
      await services[0].propose(jobInput(), MIA, {});
      const head = await headOf(1);

      for (const service of [...services, ...services]) {
        await look(service);
      }

      expect(await own.git.as('pat', 'GET', `/statuses/${head}`)).toHaveLength(
        1,
      );
    });
  });

  describe('list and get', () => {
    it('selects by scope and query, newest first, page by page', async () => {
      const service = await own.path.replica();
      const ids: string[] = [];
      for (const name of ['a', 'b', 'c']) {
        own.path.clock.advance(1_000);
        const { id } = await service.propose(
          jobInput(name),
          name === 'b' ? BEN : MIA,
          {},
        );
        ids.unshift(id);
      }
      const list = async (
        query: Parameters<typeof service.list>[1],
        scope: Parameters<typeof service.list>[0] = SALES,
      ) => (await service.list(scope, query)).items.map(({ id }) => id);

      expect(await list({})).toEqual(ids);
      expect(await list({}, new Set(['west/risk']))).toEqual([]);
      expect(await list({}, new Set())).toEqual([]);
      expect(await list({ requestedBy: 'user:default/ben' })).toEqual([ids[1]]);
      expect(await list({ object: { kind: 'job', name: 'a' } })).toEqual([
        ids[2],
      ]);
      expect(await list({ phase: ['closed'] })).toEqual([]);
      expect(await list({ domain: 'risk' })).toEqual([]);
      expect(
        await list({ phase: ['open'], kubernetesCluster: 'west' }),
      ).toEqual(ids);

      const first = await service.list(SALES, { limit: 2 });
      expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
      const second = await service.list(SALES, {
        limit: 2,
        cursor: first.nextCursor,
      });
      expect(second.items.map(({ id }) => id)).toEqual(ids.slice(2));
      expect(second.nextCursor).toBeUndefined();
      await expect(
        service.list(SALES, { cursor: 'nonsense' }),
      ).rejects.toMatchObject({ name: 'InputError' });
    });

    it('shows files only when asked, and nothing outside the scope', async () => {
      const service = await own.path.replica();
      const { id } = await service.propose(jobInput(), MIA, {});

      const detail = await service.get(SALES, id, { withFiles: true });
      expect(detail.files).toMatchObject([
        {
          path: PATH,
          action: 'create',
          object: { kind: fakeJobKind.kind },
          text: expect.stringContaining('cpu: 2'),
          lines: { added: 11, removed: 0 },
        },
      ]);
      expect(
        (await service.get(SALES, id, { withFiles: false })).files,
      ).toEqual([]);
      for (const wrong of [
        service.get(new Set(['west/risk']), id, { withFiles: true }),
        service.get(SALES, 'nothing', { withFiles: true }),
      ]) {
        await expect(wrong).rejects.toMatchObject({ name: 'NotFoundError' });
      }
    });
  });
});
