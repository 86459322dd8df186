import { LEASE_MS } from './ChangeRunner';
import { bound, counting, dying } from './__testUtils__/boundHost';
import { jobInput, MIA, rowsOf, SALES } from './__testUtils__/startWritePath';
import { onEachDatabase } from './__testUtils__/useWritePath';
import { waitFor } from './__testUtils__/waitFor';

const PATH = 'clusters/west/domains/sales/job/daily.yaml';

jest.setTimeout(60_000);

onEachDatabase('changes on a bad day', own => {
  const look = async (service: { sweep(): Promise<void> }, ms = 61_000) => {
    own.path.clock.advance(ms);
    await service.sweep();
  };

  describe('when the Git host is not well', () => {
    const failing = async (
      method: string,
      pattern: RegExp,
      fault: Parameters<typeof own.git.server.faults.set>[0] extends
        | ((request: never) => infer F)
        | undefined
        ? F
        : never,
      times = 1,
    ) => {
      let left = times;
      own.git.server.faults.set(request => {
        if (
          left > 0 &&
          request.method === method &&
          pattern.test(request.path)
        ) {
          left -= 1;
          return fault;
        }
        return undefined;
      });
    };

    it.each([
      ['the commit is lost', 'POST', /\/contents$/, { status: 502 }],
      [
        'the commit is done and its answer lost',
        'POST',
        /\/contents$/,
        { status: 502, after: true },
      ],
      ['the pull request is lost', 'POST', /\/pulls$/, { status: 503 }],
      [
        'the pull request is done and its answer lost',
        'POST',
        /\/pulls$/,
        { status: 504, after: true },
      ],
      [
        'the pull request is done and nothing is said',
        'POST',
        /\/pulls$/,
        'timeout-after' as const,
      ],
      [
        'the commit is done and nothing is said',
        'POST',
        /\/contents$/,
        'timeout-after' as const,
      ],
      [
        'the branch can not be looked for',
        'GET',
        /\/branches\//,
        'timeout' as const,
      ],
    ])('tries again when %s', async (_title, method, pattern, fault) => {
      const usual = own.git.hosts.forRepository(own.git.repository);
      // Only who is to run out of patience has little: all else may be slow.
      let host =
        typeof fault === 'string'
          ? own.git
              .hostsWith({ timeLimitMs: 3_000 })
              .forRepository(own.git.repository)
          : usual;
      const service = await own.path.replica(
        () =>
          new Proxy(usual, {
            get: (_, name) => {
              const member = Reflect.get(host, name);
              return typeof member === 'function' ? member.bind(host) : member;
            },
          }),
      );
      await failing(method, pattern, fault);

      const change = await service.propose(jobInput(), MIA, {});
      host = usual;
      expect(change).toMatchObject({
        phase: 'open',
        blocked: {
          reason: expect.stringContaining('Gitea at'),
          who: 'group:default/platform-engineers',
        },
      });
      expect(change.url).toBeUndefined();
      await look(service, 3_000);

      const after = await service.get(SALES, change.id, { withFiles: false });
      expect(after).toMatchObject({ phase: 'open', number: 1 });
      expect(after.blocked).toBeUndefined();
      expect(await own.git.branches()).toEqual([`lakefront/${change.id}`]);
      expect(await own.git.pulls()).toHaveLength(1);
    });

    it.each([
      ['POST', /\/contents$/],
      ['POST', /\/pulls$/],
    ])(
      'leaves nothing behind when it refuses %s %s',
      async (method, pattern) => {
        const service = await own.path.replica();
        const options = { idempotencyKey: 'task-1' };
        await failing(method, pattern, {
          status: 403,
          body: { message: 'no right' },
        });

        const change = await service.propose(jobInput(), MIA, options);

        expect(change).toMatchObject({
          phase: 'failed',
          message: expect.stringMatching(
            /refused to .* \(403\): no right\. The token of integrations\.gitea needs/,
          ),
        });
        expect(await own.git.branches()).toEqual([]);
        expect(await own.git.pulls()).toEqual([]);

        // Nothing holds the file, and asking again goes on.
        const again = await service.propose(jobInput(), MIA, options);
        expect(again).toMatchObject({
          id: change.id,
          phase: 'open',
          number: 1,
        });
        expect(await own.git.branches()).toHaveLength(1);
      },
    );

    it('gives up after a while, and says so', async () => {
      const service = await own.path.replica();
      await failing('POST', /\/contents$/, { status: 500 }, Infinity);
      const change = await service.propose(jobInput(), MIA, {});

      for (let minute = 0; minute < 17; minute++) {
        await look(service, 61_000);
      }

      expect(
        await service.get(SALES, change.id, { withFiles: false }),
      ).toMatchObject({
        phase: 'failed',
        message: expect.stringContaining('Given up after 15 minutes'),
      });
      expect(await own.git.branches()).toEqual([]);
    });

    it('does not touch a branch that somebody else made', async () => {
      const service = await own.path.replica();
      const options = { idempotencyKey: 'task-1' };
      await failing('GET', /\/branches\//, { status: 500 });
      const { id } = await service.propose(jobInput(), MIA, options);
      own.git.server.faults.set(undefined);
      await own.git.as('pat', 'POST', '/branches', {
        new_branch_name: `lakefront/${id}`,
        old_branch_name: 'main',
      });

      await look(service, 3_000);

      const change = await service.get(SALES, id, { withFiles: false });
      expect(change).toMatchObject({
        phase: 'failed',
        message: expect.stringContaining('was not made for this change'),
      });
      expect(await own.git.branches()).toEqual([`lakefront/${id}`]);
      expect(await own.git.pulls()).toEqual([]);
    });

    it('does not believe a branch that only says that it is ours', async () => {
      const service = await own.path.replica();
      await failing('GET', /\/branches\//, { status: 500 });
      const { id } = await service.propose(jobInput(), MIA, {});
      own.git.server.faults.set(undefined);
      const host = own.git.hosts.forRepository(own.git.repository);
      await host.commitToNewBranch(own.git.repository, {
        branch: `lakefront/${id}`,
        message: `Add job\n\nLakefront-Change: ${id}`,
        files: [{ action: 'create', path: PATH, content: 'kind: Other\n' }],
      });

      await look(service, 3_000);

      expect(await service.get(SALES, id, { withFiles: false })).toMatchObject({
        phase: 'failed',
      });
      expect(await own.git.pulls()).toEqual([]);
    });

    it('says when the files changed under its hands', async () => {
      const service = await own.path.replica();
      await failing('POST', /\/contents$/, { status: 500 });
      const { id } = await service.propose(jobInput(), MIA, {});
      own.git.server.faults.set(undefined);
      await own.git.as('admin', 'POST', `/contents/${PATH}`, {
        branch: 'main',
        message: 'By hand',
        content: Buffer.from('kind: Job\n').toString('base64'),
      });

      await look(service, 3_000);

      expect(await service.get(SALES, id, { withFiles: false })).toMatchObject({
        phase: 'failed',
        message: expect.stringContaining('changed in Git since'),
      });
      expect(await own.git.branches()).toEqual([]);
    });
  });

  describe('killed in the middle', () => {
    const callsOfHappyPath = async () => {
      const calls: string[] = [];
      const service = await own.path.replica(host =>
        counting(host, name => calls.push(name)),
      );
      await service.propose(jobInput('probe'), MIA, {});
      return calls.length;
    };

    it.each(['before', 'after'] as const)(
      'goes on wherever it died, just %s a call',
      async when => {
        const calls = await callsOfHappyPath();
        expect(calls).toBeGreaterThanOrEqual(5);
        for (let dies = 1; dies <= calls; dies++) {
          const name = `job-${when}-${dies}`;
          let onDeath = () => {};
          const dead = new Promise<void>(resolve => {
            onDeath = resolve;
          });
          const doomed = await own.path.replica(host =>
            dying(host, dies, when, onDeath),
          );
          // The process is gone: nobody hears how it ended.
          doomed
            .propose(jobInput(name), MIA, { idempotencyKey: name })
            .catch(() => {});
          await dead;
          const restarted = await own.path.replica();
          await restarted.sweep();
          const asked = await restarted.propose(jobInput(name), MIA, {
            idempotencyKey: name,
          });
          own.path.clock.advance(LEASE_MS + 1);
          await restarted.sweep();

          const change = await restarted.get(SALES, asked.id, {
            withFiles: false,
          });
          expect(change).toMatchObject({ phase: 'open' });
          const pulls = (await own.git.pulls()).filter(({ title }) =>
            title.includes(`${name} `),
          );
          expect(pulls).toMatchObject([{ number: change.number }]);
          expect(
            (await own.git.branches()).filter(
              branch => branch === `lakefront/${asked.id}`,
            ),
          ).toHaveLength(1);
        }
        expect(await rowsOf(own.knex)).toHaveLength(calls + 1);
      },
    );

    it('leaves a change alone whose replica is alive', async () => {
      let release = () => {};
      const gate = new Promise<void>(resolve => {
        release = resolve;
      });
      const slow = await own.path.replica(host => ({
        ...bound(host),
        async commitToNewBranch(...args) {
          await gate;
          return host.commitToNewBranch(...args);
        },
      }));
      const proposing = slow.propose(jobInput(), MIA, {});
      const calls: string[] = [];
      const other = await own.path.replica(host =>
        counting(host, name => calls.push(name)),
      );
      await waitFor(async () => (await rowsOf(own.knex)).length === 1);

      own.path.clock.advance(LEASE_MS - 1_000);
      await other.sweep();

      expect(calls.filter(name => name !== 'listOpenPullRequests')).toEqual([]);
      release();
      await proposing;
      await waitFor(async () => (await rowsOf(own.knex))[0].number === 1);
    });

    it('is picked up by one of two replicas that find it at once', async () => {
      let onDeath = () => {};
      const dead = new Promise<void>(resolve => {
        onDeath = resolve;
      });
      const doomed = await own.path.replica(host =>
        dying(host, 3, 'before', onDeath),
      );
      doomed.propose(jobInput(), MIA, {}).catch(() => {});
      await dead;
      own.path.clock.advance(LEASE_MS + 1);
      const replicas = [];
      const writers = new Set<number>();
      for (let one = 0; one < 4; one++) {
        replicas.push(
          await own.path.replica(host =>
            counting(host, name => {
              if (/^(commit|create)/.test(name)) writers.add(one);
            }),
          ),
        );
      }

      await Promise.all(replicas.map(replica => replica.sweep()));

      expect([...writers]).toHaveLength(1);
      expect(await own.git.pulls()).toHaveLength(1);
      expect(await own.git.branches()).toHaveLength(1);
      expect(await rowsOf(own.knex)).toMatchObject([
        { phase: 'open', number: 1 },
      ]);
    });

    it('stops where the lease went to somebody else', async () => {
      let release = () => {};
      const gate = new Promise<void>(resolve => {
        release = resolve;
      });
      const calls: string[] = [];
      let waits = false;
      const slow = await own.path.replica(host => ({
        ...counting(host, name => calls.push(name)),
        async commitToNewBranch(...args) {
          waits = true;
          await gate;
          calls.push('commitToNewBranch');
          return host.commitToNewBranch(...args);
        },
      }));
      const proposing = slow.propose(jobInput(), MIA, {});
      await waitFor(async () => waits);
      own.path.clock.advance(LEASE_MS + 1);
      const other = await own.path.replica();
      await other.sweep();
      calls.length = 0;

      release();
      await proposing;
      await slow.stop();

      expect(calls).toEqual(['commitToNewBranch']);
      expect(await own.git.pulls()).toHaveLength(1);
      expect(await rowsOf(own.knex)).toMatchObject([
        { phase: 'open', number: 1 },
      ]);
    });
  });
});
