import type { Knex } from 'knex';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { GitHost } from '@lakefront/backstage-plugin-lakehouse-node';
import { LEASE_MS } from './ChangeRunner';
import { fakeJobKind } from './__testUtils__/fakeJobKind';
import {
  startTestGitServer,
  type TestGitServer,
} from './__testUtils__/gitServer';
import {
  BEN,
  jobInput,
  MIA,
  NOAH,
  rowsOf,
  SALES,
  startWritePath,
  type WritePath,
} from './__testUtils__/startWritePath';

const PATH = 'clusters/west/domains/sales/job/daily.yaml';
const DIRECTORY = 'west/clusters/west/domains/sales';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

describe.each(databases.eachSupportedId())('changes on %s', databaseId => {
  let git: TestGitServer;
  let knex: Knex;
  let path: WritePath;

  beforeEach(async () => {
    git = await startTestGitServer();
    knex = await databases.init(databaseId);
    path = await startWritePath({ git, knex });
  });

  afterEach(async () => {
    git.server.faults.set(undefined);
    await git.close();
    await knex.destroy();
  });

  const merge = (number = 1) =>
    git.as('pat', 'POST', `/pulls/${number}/merge`, { Do: 'merge' });

  const mergeCommit = async (number = 1) =>
    (
      (await git.as('pat', 'GET', `/pulls/${number}`)) as {
        merge_commit_sha: string;
      }
    ).merge_commit_sha;

  const look = async (service: { sweep(): Promise<void> }, ms = 61_000) => {
    path.clock.advance(ms);
    await service.sweep();
  };

  describe('propose', () => {
    it('opens one pull request that says what will run and who asked', async () => {
      const service = await path.replica();

      const change = await service.propose(
        jobInput('daily', { description: 'Please.' }),
        MIA,
        { idempotencyKey: 'task-1' },
      );

      expect(change).toMatchObject({
        phase: 'open',
        number: 1,
        title: 'Add job daily to sales',
        url: `${git.repository.url}/pulls/1`,
        requestedBy: 'user:default/mia',
        summary: 'Waits for review by sales-data.',
        operations: [
          { action: 'create', kind: 'job', name: 'daily', path: PATH },
        ],
      });
      const [pull] = await git.pulls();
      expect(pull.title).toBe('Add job daily to sales');
      expect(pull.body).toContain('> Please.');
      expect(pull.body).toContain('Add job `daily` in domain `sales`');
      expect(pull.body).toContain('Asked for by `user:default/mia`');
      expect(pull.body).toContain(
        `http://localhost:3000/lakehouse/changes/${change.id}`,
      );
      const host = git.hosts.forRepository(git.repository);
      const branch = await host.getBranch(
        git.repository,
        `lakefront/${change.id}`,
      );
      expect(branch?.message).toContain(`Lakefront-Change: ${change.id}`);
      const file = await host.getFile(git.repository, PATH, branch!.sha);
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
        await git.as('pat', 'GET', `/statuses/${branch!.sha}`),
      ).toMatchObject([{ context: 'lakefront/four-eyes', status: 'success' }]);
    });

    it('answers the same change to the same key, and asks for permission again', async () => {
      const service = await path.replica();
      const options = { idempotencyKey: 'task-1' };
      const first = await service.propose(jobInput(), MIA, options);

      const again = await service.propose(jobInput(), MIA, options);

      expect(again.id).toBe(first.id);
      expect(await git.pulls()).toHaveLength(1);
      await expect(
        service.propose(jobInput('other'), MIA, options),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      await expect(
        service.propose(jobInput(), NOAH, options),
      ).rejects.toMatchObject({ name: 'NotAllowedError' });
    });

    it('keeps the keys of two people apart', async () => {
      const service = await path.replica();
      const options = { idempotencyKey: 'task-1' };

      const first = await service.propose(jobInput('one'), MIA, options);
      const second = await service.propose(jobInput('two'), BEN, options);

      expect(first.id).not.toBe(second.id);
    });

    it('makes one change of two replicas that are asked at once', async () => {
      const [one, two] = [await path.replica(), await path.replica()];
      const options = { idempotencyKey: 'task-1' };

      const answers = await Promise.all([
        one.propose(jobInput(), MIA, options),
        two.propose(jobInput(), MIA, options),
      ]);

      expect(answers[0].id).toBe(answers[1].id);
      expect(await git.pulls()).toHaveLength(1);
      expect(await rowsOf(knex)).toHaveLength(1);
    });

    it('lets one open change hold a file, whoever comes first', async () => {
      const [one, two] = [await path.replica(), await path.replica()];

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
      expect(await git.pulls()).toHaveLength(1);
      expect(await rowsOf(knex)).toHaveLength(1);

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
      const service = await path.replica();

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
      expect(await git.branches()).toEqual([]);
      expect(await rowsOf(knex)).toEqual([]);
    });
  });

  describe('check', () => {
    const codes = async (...args: Parameters<typeof jobInput>) => {
      const service = await path.replica();
      const { problems } = await service.check(jobInput(...args), MIA);
      return problems.map(({ code, severity }) => `${severity} ${code}`);
    };

    it('shows the files and what a merge does, and writes nothing', async () => {
      const service = await path.replica();

      const check = await service.check(jobInput(), MIA);

      expect(check).toMatchObject({
        ok: true,
        problems: [],
        consequences: [
          'After the merge the GitOps sync creates job daily in dom-sales on west.',
        ],
        files: [{ path: PATH, text: expect.stringContaining('cpu: 2') }],
      });
      expect(await rowsOf(knex)).toEqual([]);
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
      const service = await path.replica();
      await service.propose(jobInput(), MIA, {});
      await merge();
      await look(service);
      path.reader.indexed.set('west/dom-sales/job/by-hand', {} as never);

      expect(await codes('daily')).toEqual(['error name']);
      expect(await codes('by-hand')).toEqual(['error name']);
      expect(await codes('free')).toEqual([]);
    });

    it('says that a size waits, or never fits', async () => {
      const quota = (hard: number, used: number) => {
        path.reader.capacityOfDomain = {
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
      path.reader.down = 'connection refused';

      expect(await codes()).toEqual(['error cluster']);
    });

    it('refuses what no kind, and no repository, is there for', async () => {
      const service = await path.replica();
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
      path.gitops.repositories[0].targets = [];
      expect(await codes()).toEqual(['error repository']);
    });

    it('does not take another namespace, kind or group', async () => {
      const service = await path.replica();
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
      const service = await path.replica();

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
      const service = await path.replica();
      await service.propose(jobInput(), MIA, {});
      await merge();
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
      const service = await path.replica();
      const update = jobInput();
      update.objects[0].action = 'update';

      expect(await service.check(update, MIA)).toMatchObject({ ok: false });
    });
  });

  describe('the way to live', () => {
    /** The engine has applied the merge of the first pull request. */
    const applied = async (prefix = 'main@sha1:') => {
      path.reader.syncs.set(DIRECTORY, {
        kubernetesCluster: 'west',
        engine: 'flux',
        name: 'sales',
        state: 'synced',
        revision: `${prefix}${await mergeCommit()}`,
      });
    };
    const runsWith = (cpu: number) => {
      path.reader.live.set('west/dom-sales/job/daily', {
        apiVersion: 'example.com/v1',
        kind: 'Job',
        metadata: { name: 'daily' },
        spec: { cpu },
      });
    };
    const opened = async () => {
      const service = await path.replica();
      const change = await service.propose(jobInput(), MIA, {});
      const get = () => service.get(SALES, change.id, { withFiles: false });
      return { service, change, get };
    };

    it('follows a change through merge and sync until it is there', async () => {
      const { service, get } = await opened();
      await git.as('ben', 'POST', '/pulls/1/reviews', { event: 'APPROVED' });
      await look(service);
      expect((await get()).summary).toBe(
        'Approved by ben; waits for the merge.',
      );

      await merge();
      await look(service);
      expect(await get()).toMatchObject({ phase: 'merged' });

      await applied();
      await look(service);
      expect(await get()).toMatchObject({
        phase: 'synced',
        summary: expect.stringContaining('Applied on west'),
      });

      runsWith(2);
      await look(service);
      const live = await get();
      expect(live.phase).toBe('live');
      expect(live.steps.map(({ state }) => state)).toEqual(
        Array(6).fill('done'),
      );
      const [, , , , synced] = live.steps;
      expect(synced.evidence).toContain('Flux on west applied main@sha1:');
    });

    it('goes all the way in one look where all is done', async () => {
      const { service, get } = await opened();
      await merge();
      await applied();
      runsWith(2);

      await look(service);

      expect((await get()).phase).toBe('live');
    });

    it('compares with what was merged, not with what was asked for', async () => {
      const { service, change, get } = await opened();
      const branch = `lakefront/${change.id}`;
      const host = git.hosts.forRepository(git.repository);
      const file = await host.getFile(git.repository, PATH, branch);
      await git.as('ben', 'PUT', `/contents/${PATH}`, {
        branch,
        message: 'Smaller',
        sha: file!.sha,
        content: Buffer.from(
          file!.content.replace('cpu: 2', 'cpu: 1'),
        ).toString('base64'),
      });
      await merge();
      await applied('');
      runsWith(1);

      await look(service);

      expect((await get()).phase).toBe('live');
    });

    it('ends where the pull request is closed, and gives the name back', async () => {
      const { service, get } = await opened();
      await git.as('pat', 'PATCH', '/pulls/1', { state: 'closed' });

      await look(service);

      expect(await get()).toMatchObject({
        phase: 'closed',
        summary: 'Closed without a merge.',
      });
      const next = await service.propose(jobInput(), BEN, {});
      expect(next.number).toBe(2);
    });

    it('says what the engine refuses, and who can mend it', async () => {
      const service = await path.replica();
      await service.propose(jobInput('bad'), BEN, {});
      await merge(1);
      const change = await service.propose(jobInput(), MIA, {});
      await merge(2);
      path.reader.syncs.set(DIRECTORY, {
        kubernetesCluster: 'west',
        engine: 'flux',
        name: 'sales',
        state: 'blocked',
        message: 'Job/dom-sales/bad dry-run failed (Forbidden)',
      });

      await look(service);
      // The second look knows that the other is merged, in whatever order the first went.
      await look(service);

      const detail = await service.get(SALES, change.id, { withFiles: false });
      expect(detail).toMatchObject({
        phase: 'merged',
        blocked: {
          reason:
            'Flux on west can\'t apply the domain\'s files because of clusters/west/domains/sales/job/bad.yaml (change "Add job bad to sales"): Job/dom-sales/bad dry-run failed (Forbidden)',
          who: 'user:default/ben',
        },
      });
      expect(
        await service.findCulprit('west/sales', '"bad" is forbidden'),
      ).toMatchObject({ change: { title: 'Add job bad to sales' } });
      expect(
        await service.findCulprit('west/risk', '"bad" is forbidden'),
      ).toBeUndefined();
      expect(detail.steps[4]).toMatchObject({ id: 'synced', state: 'blocked' });
    });

    it('tells nothing from a Kubernetes cluster whose first lists still come in', async () => {
      const { service, get } = await opened();
      await merge();
      await look(service);
      // The Git host has a clock of its own.
      await knex('changes').update({ merged_at: path.clock.now() });
      path.reader.firstSync = true;

      await look(service, 3_600_000);
      expect(await get()).not.toHaveProperty('blocked');
      expect(await knex('change_notices')).toEqual([]);

      path.reader.firstSync = false;
      await look(service);
      expect(await get()).toMatchObject({
        blocked: { reason: expect.stringContaining('nothing on west applies') },
      });
    });

    it('is superseded by a later change of its file', async () => {
      const { service, change } = await opened();
      await merge();
      await look(service);
      const update = jobInput('daily', { spec: { cpu: 4 } });
      update.objects[0].action = 'update';
      const later = await service.propose(update, BEN, {});
      await merge(2);

      await look(service);
      await look(service);

      expect(
        await service.get(SALES, change.id, { withFiles: false }),
      ).toMatchObject({
        phase: 'closed',
        summary: `Superseded by change ${later.id}.`,
      });
      expect(
        await service.get(SALES, later.id, { withFiles: false }),
      ).toMatchObject({ phase: 'merged' });
    });

    it('goes on after a restart', async () => {
      const { get } = await opened();
      await merge();
      const restarted = await path.replica();

      await look(restarted);

      expect((await get()).phase).toBe('merged');
    });

    it('looks sooner where a webhook or the index says so, but not all the time', async () => {
      let calls = 0;
      const service = await path.replica(host =>
        counting(host, name => {
          calls += name === 'getPullRequest' ? 1 : 0;
        }),
      );
      const change = await service.propose(jobInput(), MIA, {});
      path.clock.advance(24 * 3_600_000);
      await service.sweep();
      calls = 0;
      const hint = {
        repositoryUrl: 'http://git.internal/Lakehouse/gitops.git',
        number: 1,
      };

      for (let second = 0; second < 20; second++) {
        await service.hint(hint);
        path.clock.advance(1_000);
        await service.sweep();
      }

      expect(calls).toBeGreaterThanOrEqual(3);
      expect(calls).toBeLessThanOrEqual(5);
      path.clock.advance(5_000);
      await service.sweep();
      calls = 0;
      for (const nothing of [
        { repositoryUrl: 'http://git.internal/other/repo', number: 1 },
        { repositoryUrl: hint.repositoryUrl, number: 2 },
        { repositoryUrl: hint.repositoryUrl, number: '1 OR 1=1' },
        // Of the whole repository: a thousand open changes are not read for it.
        { repositoryUrl: hint.repositoryUrl },
        'nonsense',
        null,
      ]) {
        await service.hint(nothing);
      }
      path.clock.advance(5_000);
      await service.sweep();
      expect(calls).toBe(0);
      expect(change.number).toBe(1);
    });
  });

  it('looks by itself while it runs, and hands over what it holds when it stops', async () => {
    const topics: string[] = [];
    const service = await path.replica(undefined, {
      publish: async () => {},
      subscribe: async subscription => {
        topics.push(...subscription.topics);
      },
    });
    await service.start();
    const { id } = await service.propose(jobInput(), MIA, {});
    await merge();

    path.clock.advance(3_000);
    await waitFor(async () => (await rowsOf(knex))[0].phase === 'merged');
    path.reader.syncs.set(DIRECTORY, {
      kubernetesCluster: 'west',
      engine: 'flux',
      name: 'sales',
      state: 'synced',
      revision: await mergeCommit(),
    });
    path.reader.moved('sales');
    await waitFor(async () => {
      path.clock.advance(1_000);
      return (await rowsOf(knex))[0].phase === 'synced';
    });

    expect(topics).toEqual(['lakehouse.git']);
    await service.stop();
    expect(await knex('changes').where({ id }).first()).toMatchObject({
      lease_owner: null,
    });
  });

  it('hears a hint that comes while it looks', async () => {
    let during = async () => {};
    const service = await path.replica(host =>
      bound(host, async (name, call) => {
        const answer = await call();
        if (name === 'getPullRequest') {
          await during();
        }
        return answer;
      }),
    );
    await service.propose(jobInput(), MIA, {});
    path.clock.advance(24 * 3_600_000);
    // Merged just after it was read: without the hint it would be seen a minute later.
    during = async () => {
      during = async () => {};
      await merge();
      await service.hint({ repositoryUrl: git.repository.url, number: 1 });
    };
    await service.sweep();
    expect(await rowsOf(knex)).toMatchObject([{ phase: 'open' }]);

    path.clock.advance(5_000);
    await service.sweep();

    expect(await rowsOf(knex)).toMatchObject([{ phase: 'merged' }]);
  });

  it('is updated when there is something new to see, and only then', async () => {
    const service = await path.replica();
    const { id, updatedAt } = await service.propose(jobInput(), MIA, {});
    const updated = async () =>
      (await service.get(SALES, id, { withFiles: false })).updatedAt;

    await look(service);
    expect(await updated()).toBe(updatedAt);

    await merge();
    await look(service);
    expect(Date.parse(await updated())).toBe(path.clock.now());
  });

  it('proposes a Spark job, and names what is wrong with one', async () => {
    const service = await path.replica();
    const spark = (over: Record<string, unknown>) => ({
      ...jobInput(),
      objects: [
        {
          kind: 'spark-application',
          object: {
            metadata: { name: 'daily-orders' },
            spec: {
              type: 'Python',
              mode: 'cluster',
              image: 'apache/spark:4.0.1',
              mainApplicationFile: 'local:///opt/app/main.py',
              sparkVersion: '4.0.1',
              driver: { cores: 1, memory: '1g', serviceAccount: 'spark' },
              executor: { cores: 2, instances: 2, memory: '4g' },
              ...over,
            },
          },
        },
      ],
    });

    const good = await service.check(spark({}), MIA);
    const bad = await service.check(
      spark({
        image: 'evil/image:1',
        timeToLiveSeconds: 60,
        sparkConf: { 'spark.hadoop.fs.s3a.secret.key': 'hunter2' },
      }),
      MIA,
    );

    expect(good.problems).toEqual([]);
    expect(good.footprint?.pods).toBe(3);
    expect(bad.problems.map(({ path: at }) => at)).toEqual(
      expect.arrayContaining([
        'object.spec.image',
        'object.spec.timeToLiveSeconds',
        expect.stringContaining('spark.hadoop.fs.s3a.secret.key'),
      ]),
    );
    expect(JSON.stringify(bad.problems)).not.toContain('hunter2');
  });

  describe('when the Git host is not well', () => {
    const failing = async (
      method: string,
      pattern: RegExp,
      fault: Parameters<typeof git.server.faults.set>[0] extends
        | ((request: never) => infer F)
        | undefined
        ? F
        : never,
      times = 1,
    ) => {
      let left = times;
      git.server.faults.set(request => {
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
      const usual = git.hosts.forRepository(git.repository);
      // Only who is to run out of patience has little: all else may be slow.
      let host =
        typeof fault === 'string'
          ? git.hostsWith({ timeLimitMs: 3_000 }).forRepository(git.repository)
          : usual;
      const service = await path.replica(
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
      expect(await git.branches()).toEqual([`lakefront/${change.id}`]);
      expect(await git.pulls()).toHaveLength(1);
    });

    it.each([
      ['POST', /\/contents$/],
      ['POST', /\/pulls$/],
    ])(
      'leaves nothing behind when it refuses %s %s',
      async (method, pattern) => {
        const service = await path.replica();
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
        expect(await git.branches()).toEqual([]);
        expect(await git.pulls()).toEqual([]);

        // Nothing holds the file, and asking again goes on.
        const again = await service.propose(jobInput(), MIA, options);
        expect(again).toMatchObject({
          id: change.id,
          phase: 'open',
          number: 1,
        });
        expect(await git.branches()).toHaveLength(1);
      },
    );

    it('gives up after a while, and says so', async () => {
      const service = await path.replica();
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
      expect(await git.branches()).toEqual([]);
    });

    it('does not touch a branch that somebody else made', async () => {
      const service = await path.replica();
      const options = { idempotencyKey: 'task-1' };
      await failing('GET', /\/branches\//, { status: 500 });
      const { id } = await service.propose(jobInput(), MIA, options);
      git.server.faults.set(undefined);
      await git.as('pat', 'POST', '/branches', {
        new_branch_name: `lakefront/${id}`,
        old_branch_name: 'main',
      });

      await look(service, 3_000);

      const change = await service.get(SALES, id, { withFiles: false });
      expect(change).toMatchObject({
        phase: 'failed',
        message: expect.stringContaining('was not made for this change'),
      });
      expect(await git.branches()).toEqual([`lakefront/${id}`]);
      expect(await git.pulls()).toEqual([]);
    });

    it('does not believe a branch that only says that it is ours', async () => {
      const service = await path.replica();
      await failing('GET', /\/branches\//, { status: 500 });
      const { id } = await service.propose(jobInput(), MIA, {});
      git.server.faults.set(undefined);
      const host = git.hosts.forRepository(git.repository);
      await host.commitToNewBranch(git.repository, {
        branch: `lakefront/${id}`,
        message: `Add job\n\nLakefront-Change: ${id}`,
        files: [{ action: 'create', path: PATH, content: 'kind: Other\n' }],
      });

      await look(service, 3_000);

      expect(await service.get(SALES, id, { withFiles: false })).toMatchObject({
        phase: 'failed',
      });
      expect(await git.pulls()).toEqual([]);
    });

    it('says when the files changed under its hands', async () => {
      const service = await path.replica();
      await failing('POST', /\/contents$/, { status: 500 });
      const { id } = await service.propose(jobInput(), MIA, {});
      git.server.faults.set(undefined);
      await git.as('admin', 'POST', `/contents/${PATH}`, {
        branch: 'main',
        message: 'By hand',
        content: Buffer.from('kind: Job\n').toString('base64'),
      });

      await look(service, 3_000);

      expect(await service.get(SALES, id, { withFiles: false })).toMatchObject({
        phase: 'failed',
        message: expect.stringContaining('changed in Git since'),
      });
      expect(await git.branches()).toEqual([]);
    });
  });

  describe('killed in the middle', () => {
    const callsOfHappyPath = async () => {
      const calls: string[] = [];
      const service = await path.replica(host =>
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
          const doomed = await path.replica(host =>
            dying(host, dies, when, onDeath),
          );
          // The process is gone: nobody hears how it ended.
          doomed
            .propose(jobInput(name), MIA, { idempotencyKey: name })
            .catch(() => {});
          await dead;
          const restarted = await path.replica();
          await restarted.sweep();
          const asked = await restarted.propose(jobInput(name), MIA, {
            idempotencyKey: name,
          });
          path.clock.advance(LEASE_MS + 1);
          await restarted.sweep();

          const change = await restarted.get(SALES, asked.id, {
            withFiles: false,
          });
          expect(change).toMatchObject({ phase: 'open' });
          const pulls = (await git.pulls()).filter(({ title }) =>
            title.includes(`${name} `),
          );
          expect(pulls).toMatchObject([{ number: change.number }]);
          expect(
            (await git.branches()).filter(
              branch => branch === `lakefront/${asked.id}`,
            ),
          ).toHaveLength(1);
        }
        expect(await rowsOf(knex)).toHaveLength(calls + 1);
      },
    );

    it('leaves a change alone whose replica is alive', async () => {
      let release = () => {};
      const gate = new Promise<void>(resolve => {
        release = resolve;
      });
      const slow = await path.replica(host => ({
        ...bound(host),
        async commitToNewBranch(...args) {
          await gate;
          return host.commitToNewBranch(...args);
        },
      }));
      const proposing = slow.propose(jobInput(), MIA, {});
      const calls: string[] = [];
      const other = await path.replica(host =>
        counting(host, name => calls.push(name)),
      );
      await waitFor(async () => (await rowsOf(knex)).length === 1);

      path.clock.advance(LEASE_MS - 1_000);
      await other.sweep();

      expect(calls.filter(name => name !== 'listOpenPullRequests')).toEqual([]);
      release();
      await proposing;
      await waitFor(async () => (await rowsOf(knex))[0].number === 1);
    });

    it('is picked up by one of two replicas that find it at once', async () => {
      let onDeath = () => {};
      const dead = new Promise<void>(resolve => {
        onDeath = resolve;
      });
      const doomed = await path.replica(host =>
        dying(host, 3, 'before', onDeath),
      );
      doomed.propose(jobInput(), MIA, {}).catch(() => {});
      await dead;
      path.clock.advance(LEASE_MS + 1);
      const replicas = [];
      const writers = new Set<number>();
      for (let one = 0; one < 4; one++) {
        replicas.push(
          await path.replica(host =>
            counting(host, name => {
              if (/^(commit|create)/.test(name)) writers.add(one);
            }),
          ),
        );
      }

      await Promise.all(replicas.map(replica => replica.sweep()));

      expect([...writers]).toHaveLength(1);
      expect(await git.pulls()).toHaveLength(1);
      expect(await git.branches()).toHaveLength(1);
      expect(await rowsOf(knex)).toMatchObject([{ phase: 'open', number: 1 }]);
    });

    it('stops where the lease went to somebody else', async () => {
      let release = () => {};
      const gate = new Promise<void>(resolve => {
        release = resolve;
      });
      const calls: string[] = [];
      let waits = false;
      const slow = await path.replica(host => ({
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
      path.clock.advance(LEASE_MS + 1);
      const other = await path.replica();
      await other.sweep();
      calls.length = 0;

      release();
      await proposing;
      await slow.stop();

      expect(calls).toEqual(['commitToNewBranch']);
      expect(await git.pulls()).toHaveLength(1);
      expect(await rowsOf(knex)).toMatchObject([{ phase: 'open', number: 1 }]);
    });
  });

  describe('four eyes', () => {
    const statusOf = async (sha: string) => {
      const all = (await git.as('pat', 'GET', `/statuses/${sha}`)) as Array<{
        status: string;
        id: number;
      }>;
      return all.sort((a, b) => b.id - a.id)[0]?.status;
    };
    const headOf = async (number: number) =>
      (
        (await git.as('pat', 'GET', `/pulls/${number}`)) as {
          head: { sha: string };
        }
      ).head.sha;

    it('passes only when another person than the requester approved this head', async () => {
      path.gitops.fourEyes.domains = ['sales'];
      const service = await path.replica();
      const change = await service.propose(jobInput(), MIA, {});
      expect(change.summary).toContain('needs 1 approval by somebody else');
      const head = await headOf(1);
      expect(await statusOf(head)).toBe('pending');

      await git.as('mia', 'POST', '/pulls/1/reviews', { event: 'APPROVED' });
      await look(service);
      expect(await statusOf(head)).toBe('pending');
      expect(
        (await service.get(SALES, change.id, { withFiles: false })).summary,
      ).toContain('needs 1 approval by somebody else');

      await git.as('ben', 'POST', '/pulls/1/reviews', { event: 'APPROVED' });
      await look(service);
      expect(await statusOf(head)).toBe('success');
    });

    it('passes as soon as a look sees the approval, before the guard comes by again', async () => {
      path.gitops.fourEyes.domains = ['sales'];
      const service = await path.replica();
      await service.propose(jobInput(), MIA, {});
      const head = await headOf(1);
      await service.sweep();
      await git.as('ben', 'POST', '/pulls/1/reviews', { event: 'APPROVED' });

      path.clock.advance(6_000);
      await service.hint({ repositoryUrl: git.repository.url, number: 1 });
      await service.sweep();

      expect(await statusOf(head)).toBe('success');
    });

    it('asks again for each new head, and lets pull requests of others pass', async () => {
      path.gitops.fourEyes.domains = ['*'];
      const service = await path.replica();
      const { id } = await service.propose(jobInput(), MIA, {});
      await git.as('ben', 'POST', '/pulls/1/reviews', { event: 'APPROVED' });
      await git.as(
        'ben',
        'POST',
        '/contents/clusters/west/domains/sales/job/more.yaml',
        {
          branch: `lakefront/${id}`,
          message: 'More',
          content: Buffer.from('kind: Job\n').toString('base64'),
        },
      );
      await git.as('pat', 'POST', '/contents/README.md', {
        branch: 'main',
        new_branch: 'docs',
        message: 'Docs',
        content: Buffer.from('# Docs\n').toString('base64'),
      });
      await git.as('pat', 'POST', '/pulls', {
        base: 'main',
        head: 'docs',
        title: 'Docs',
      });

      await look(service);

      expect(await statusOf(await headOf(1))).toBe('pending');
      expect(await statusOf(await headOf(2))).toBe('success');
    });

    it('posts a status once, however many replicas look', async () => {
      const services = [await path.replica(), await path.replica()];
      await services[0].propose(jobInput(), MIA, {});
      const head = await headOf(1);

      for (const service of [...services, ...services]) {
        await look(service);
      }

      expect(await git.as('pat', 'GET', `/statuses/${head}`)).toHaveLength(1);
    });
  });

  describe('list and get', () => {
    it('selects by scope and query, newest first, page by page', async () => {
      const service = await path.replica();
      const ids: string[] = [];
      for (const name of ['a', 'b', 'c']) {
        path.clock.advance(1_000);
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
      const service = await path.replica();
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

type HostCall = Exclude<keyof GitHost, 'title' | 'fileUrl'>;

/** All methods of a host, bound, each through `around`. */
function bound(
  host: GitHost,
  around: (name: HostCall, call: () => Promise<unknown>) => Promise<unknown> = (
    _name,
    call,
  ) => call(),
): GitHost {
  return new Proxy(host, {
    ownKeys: () => namesOf(host),
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    get(target, property) {
      const value = Reflect.get(target, property, target);
      return typeof value === 'function' && property !== 'fileUrl'
        ? (...args: unknown[]) =>
            around(property as HostCall, () => value.apply(target, args))
        : value;
    },
  });
}

/** All that a host can do, also what its class has from another. */
function namesOf(host: GitHost): string[] {
  const names = new Set<string>();
  for (
    let at = Object.getPrototypeOf(host);
    at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    for (const name of Object.getOwnPropertyNames(at)) {
      names.add(name);
    }
  }
  return [...names];
}

function counting(host: GitHost, count: (name: HostCall) => void): GitHost {
  return bound(host, (name, call) => {
    count(name);
    return call();
  });
}

/** The n-th call is the last: the process is gone before it, or once it is done. */
function dying(
  host: GitHost,
  n: number,
  when: 'before' | 'after',
  onDeath: () => void,
): GitHost {
  let calls = 0;
  const never = new Promise<never>(() => {});
  return bound(host, async (_name, call) => {
    calls += 1;
    if (calls < n) {
      return call();
    }
    if (calls === n) {
      if (when === 'after') {
        await call();
      }
      onDeath();
    }
    return never;
  });
}

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await new Promise(resolve => setImmediate(resolve));
  }
}
