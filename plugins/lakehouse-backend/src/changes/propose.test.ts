import {
  BEN,
  jobInput,
  MIA,
  NOAH,
  rowsOf,
  SALES,
} from './__testUtils__/startWritePath';
import { onEachDatabase } from './__testUtils__/useWritePath';

const PATH = 'clusters/west/domains/sales/job/daily.yaml';

jest.setTimeout(60_000);

onEachDatabase('proposals', own => {
  const look = async (service: { sweep(): Promise<void> }, ms = 61_000) => {
    own.path.clock.advance(ms);
    await service.sweep();
  };

  describe('propose', () => {
    it('opens one pull request that says what will run and who asked', async () => {
      const service = await own.path.replica();

      const change = await service.propose(
        jobInput('daily', { description: 'Please.' }),
        MIA,
        { idempotencyKey: 'task-1' },
      );

      expect(change).toMatchObject({
        phase: 'open',
        number: 1,
        title: 'Add job daily to sales',
        url: `${own.git.repository.url}/pulls/1`,
        requestedBy: 'user:default/mia',
        summary: 'Waits for review by sales-data.',
        operations: [
          { action: 'create', kind: 'job', name: 'daily', path: PATH },
        ],
      });
      const [pull] = await own.git.pulls();
      expect(pull.title).toBe('Add job daily to sales');
      expect(pull.body).toContain('> Please.');
      expect(pull.body).toContain('Add job `daily` in domain `sales`');
      expect(pull.body).toContain('Asked for by `user:default/mia`');
      expect(pull.body).toContain(
        `http://localhost:3000/lakehouse/changes/${change.id}`,
      );
      const host = own.git.hosts.forRepository(own.git.repository);
      const branch = await host.getBranch(
        own.git.repository,
        `lakefront/${change.id}`,
      );
      expect(branch?.message).toContain(`Lakefront-Change: ${change.id}`);
      const file = await host.getFile(own.git.repository, PATH, branch!.sha);
      expect(file?.content).toBe(
        [
          'apiVersion: example.com/v1',
          'kind: Job',
          'metadata:',
          '  name: daily',
          '  namespace: dom-sales',
          '  annotations:',
          `    lakefront.dev/change: ${change.id}`,
          '    lakefront.dev/owner: group:default/sales-data',
          '    lakefront.dev/requested-by: user:default/mia',
          'spec:',
          '  cpu: 2',
          '',
        ].join('\n'),
      );
      expect(
        await own.git.as('pat', 'GET', `/statuses/${branch!.sha}`),
      ).toMatchObject([{ context: 'lakefront/four-eyes', status: 'success' }]);
    });

    it('answers the same change to the same key, and asks for permission again', async () => {
      const service = await own.path.replica();
      const options = { idempotencyKey: 'task-1' };
      const first = await service.propose(jobInput(), MIA, options);

      const again = await service.propose(jobInput(), MIA, options);

      expect(again.id).toBe(first.id);
      expect(await own.git.pulls()).toHaveLength(1);
      await expect(
        service.propose(jobInput('other'), MIA, options),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      await expect(
        service.propose(jobInput(), NOAH, options),
      ).rejects.toMatchObject({ name: 'NotAllowedError' });
    });

    it('keeps the keys of two people apart', async () => {
      const service = await own.path.replica();
      const options = { idempotencyKey: 'task-1' };

      const first = await service.propose(jobInput('one'), MIA, options);
      const second = await service.propose(jobInput('two'), BEN, options);

      expect(first.id).not.toBe(second.id);
    });

    it('makes one change of two replicas that are asked at once', async () => {
      const [one, two] = [await own.path.replica(), await own.path.replica()];
      const options = { idempotencyKey: 'task-1' };

      const answers = await Promise.all([
        one.propose(jobInput(), MIA, options),
        two.propose(jobInput(), MIA, options),
      ]);

      expect(answers[0].id).toBe(answers[1].id);
      expect(await own.git.pulls()).toHaveLength(1);
      expect(await rowsOf(own.knex)).toHaveLength(1);
    });

    it('lets one open change hold a file, whoever comes first', async () => {
      const [one, two] = [await own.path.replica(), await own.path.replica()];

      const answers = await Promise.allSettled([
        one.propose(jobInput(), MIA, { idempotencyKey: 'a' }),
        two.propose(jobInput(), BEN, { idempotencyKey: 'b' }),
      ]);

      expect(answers.map(({ status }) => status).sort()).toEqual([
        'fulfilled',
        'rejected',
      ]);
      const { reason } = answers.find(
        answer => answer.status === 'rejected',
      ) as PromiseRejectedResult;
      expect(reason.message).toContain('not merged yet');
      expect(await own.git.pulls()).toHaveLength(1);
      expect(await rowsOf(own.knex)).toHaveLength(1);

      await expect(
        two.propose(jobInput(), BEN, { idempotencyKey: 'c' }),
      ).rejects.toMatchObject({
        name: 'InputError',
        problems: [
          {
            code: 'open-change',
            path: 'object.metadata.name',
            message: expect.stringContaining('Add job daily to sales'),
          },
        ],
      });
    });

    it('writes nothing anywhere when something is wrong', async () => {
      const service = await own.path.replica();

      await expect(
        service.propose(
          jobInput('daily', {
            spec: { cpu: 13, conf: { 'my.password': 'hunter2' } },
          }),
          MIA,
          {},
        ),
      ).rejects.toMatchObject({
        name: 'InputError',
        problems: expect.arrayContaining([
          expect.objectContaining({
            code: 'kind-rule',
            path: 'object.spec.cpu',
            message: '13 brings bad luck',
          }),
          expect.objectContaining({
            severity: 'error',
            path: expect.stringContaining('my.password'),
          }),
        ]),
        message: expect.stringContaining('object.spec.cpu: 13 brings bad luck'),
      });
      expect(await own.git.branches()).toEqual([]);
      expect(await rowsOf(own.knex)).toEqual([]);
    });
  });

  describe('check', () => {
    const codes = async (...args: Parameters<typeof jobInput>) => {
      const service = await own.path.replica();
      const { problems } = await service.check(jobInput(...args), MIA);
      return problems.map(({ code, severity }) => `${severity} ${code}`);
    };

    it('shows the files and what a merge does, and writes nothing', async () => {
      const service = await own.path.replica();

      const check = await service.check(jobInput(), MIA);

      expect(check).toMatchObject({
        ok: true,
        problems: [],
        consequences: [
          'After the merge the GitOps sync creates job daily in dom-sales on west.',
        ],
        files: [{ path: PATH, text: expect.stringContaining('cpu: 2') }],
      });
      expect(await rowsOf(own.knex)).toEqual([]);
    });

    it.each([
      ['Daily_Orders', ['error name']],
      ['a-name-that-is-much-too-long', ['error name']],
      ['../../etc/passwd', ['error name']],
      ['', ['error name']],
    ])('does not take the name %j', async (name, expected) => {
      expect(await codes(name)).toEqual(expected);
    });

    it('knows names that are taken in Git or in the cluster', async () => {
      const service = await own.path.replica();
      await service.propose(jobInput(), MIA, {});
      await own.merge(1);
      await look(service);
      own.path.reader.indexed.set('west/dom-sales/job/by-hand', {} as never);

      expect(await codes('daily')).toEqual(['error name']);
      expect(await codes('by-hand')).toEqual(['error name']);
      expect(await codes('free')).toEqual([]);
    });

    it('says that a size waits, or never fits', async () => {
      const quota = (hard: number, used: number) => {
        own.path.reader.capacityOfDomain = {
          kubernetesCluster: 'west',
          namespace: 'dom-sales',
          limits: {},
          quotas: [
            {
              resource: 'requests.cpu',
              quota: 'compute',
              hard,
              used,
              waiting: 0,
              unit: 'cores',
            },
          ],
        };
      };
      quota(10, 9);
      expect(await codes()).toEqual(['warning quota']);
      quota(1, 0);
      expect(await codes()).toEqual(['error quota-hard']);
      quota(10, 0);
      expect(await codes()).toEqual([]);
    });

    it('takes no chances while the cluster is down', async () => {
      own.path.reader.down = 'connection refused';

      expect(await codes()).toEqual(['error cluster']);
    });

    it('refuses what no kind, and no repository, is there for', async () => {
      const service = await own.path.replica();
      const { problems } = await service.check(
        {
          ...jobInput(),
          objects: [{ kind: 'secret', object: { metadata: { name: 'x' } } }],
        },
        MIA,
      );
      expect(problems).toMatchObject([
        { code: 'kind', path: 'object.kind', severity: 'error' },
      ]);
      own.path.gitops.repositories[0].targets = [];
      expect(await codes()).toEqual(['error repository']);
    });

    it('does not take another namespace, kind or group', async () => {
      const service = await own.path.replica();
      const { problems } = await service.check(
        {
          ...jobInput(),
          objects: [
            {
              kind: 'job',
              object: {
                apiVersion: 'batch/v1',
                kind: 'CronJob',
                metadata: { name: 'x', namespace: 'dom-risk' },
              },
            },
          ],
        },
        MIA,
      );

      expect(problems.map(({ path: at }) => at)).toEqual([
        'object.apiVersion',
        'object.kind',
        'object.metadata.namespace',
      ]);
    });

    it('tells a stranger nothing', async () => {
      const service = await own.path.replica();

      await expect(service.check(jobInput(), NOAH)).rejects.toMatchObject({
        name: 'NotAllowedError',
      });
      await expect(
        service.check(jobInput('x', { domain: 'none' }), MIA),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
    });
  });

  describe('update', () => {
    it('says that a merge runs it again, and writes over what it was made from', async () => {
      const service = await own.path.replica();
      await service.propose(jobInput(), MIA, {});
      await own.merge(1);
      await look(service);
      const update = jobInput('daily', { spec: { cpu: 3 } });
      update.objects[0].action = 'update';
      const same = jobInput();
      same.objects[0].action = 'update';

      expect(await service.check(same, BEN)).toMatchObject({
        ok: false,
        problems: [{ code: 'no-change' }],
      });
      const check = await service.check(update, BEN);
      expect(check).toMatchObject({
        ok: true,
        problems: [{ severity: 'warning', code: 'run-again' }],
      });
      expect(check.consequences[0]).toBe('A merge runs daily again.');
      const change = await service.propose(update, BEN, {});
      expect(change.title).toBe('Change job daily in sales');
      const detail = await service.get(SALES, change.id, { withFiles: true });
      expect(detail.files[0].lines).toEqual({ added: 3, removed: 3 });
    });

    it('can only change what is in Git', async () => {
      const service = await own.path.replica();
      const update = jobInput();
      update.objects[0].action = 'update';

      expect(await service.check(update, MIA)).toMatchObject({ ok: false });
    });
  });
});
