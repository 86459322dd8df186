import { bound, counting } from './__testUtils__/boundHost';
import {
  BEN,
  jobInput,
  MIA,
  rowsOf,
  SALES,
} from './__testUtils__/startWritePath';
import { onEachDatabase } from './__testUtils__/useWritePath';
import { waitFor } from './__testUtils__/waitFor';

const PATH = 'clusters/west/domains/sales/job/daily.yaml';
const DIRECTORY = 'west/clusters/west/domains/sales';

jest.setTimeout(60_000);

onEachDatabase('changes that are followed', own => {
  const mergeCommit = async (number = 1) =>
    (
      (await own.git.as('pat', 'GET', `/pulls/${number}`)) as {
        merge_commit_sha: string;
      }
    ).merge_commit_sha;

  const look = async (service: { sweep(): Promise<void> }, ms = 61_000) => {
    own.path.clock.advance(ms);
    await service.sweep();
  };

  describe('the way to live', () => {
    /** The engine has applied the merge of the first pull request. */
    const applied = async (prefix = 'main@sha1:') => {
      own.path.reader.syncs.set(DIRECTORY, {
        kubernetesCluster: 'west',
        engine: 'flux',
        name: 'sales',
        state: 'synced',
        revision: `${prefix}${await mergeCommit()}`,
      });
    };
    const refuses = (message: string) => {
      own.path.reader.syncs.set(DIRECTORY, {
        kubernetesCluster: 'west',
        engine: 'flux',
        name: 'sales',
        state: 'blocked',
        message,
      });
    };
    const runsWith = (cpu: number) => {
      own.path.reader.live.set('west/dom-sales/job/daily', {
        apiVersion: 'example.com/v1',
        kind: 'Job',
        metadata: { name: 'daily' },
        spec: { cpu },
      });
    };
    const opened = async () => {
      const service = await own.path.replica();
      const change = await service.propose(jobInput(), MIA, {});
      const get = () => service.get(SALES, change.id, { withFiles: false });
      return { service, change, get };
    };

    it('follows a change through merge and sync until it is there', async () => {
      const { service, get } = await opened();
      await own.git.as('ben', 'POST', '/pulls/1/reviews', {
        event: 'APPROVED',
      });
      await look(service);
      expect((await get()).summary).toBe(
        'Approved by ben; waits for the merge.',
      );

      await own.merge(1);
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

    it.each(['merge', 'squash', 'rebase'])(
      'goes all the way in one look where all is done, by %s',
      async how => {
        const { service, get } = await opened();
        await own.merge(1, how);
        await applied();
        runsWith(2);

        await look(service);

        expect((await get()).phase).toBe('live');
      },
    );

    it('is followed where somebody put another commit in the place of its own', async () => {
      own.path.gitops.fourEyes.domains = ['sales'];
      const { service, change, get } = await opened();
      await own.git.as('ben', 'POST', '/pulls/1/reviews', {
        event: 'APPROVED',
      });
      await look(service);
      expect((await get()).summary).toContain('Approved by ben');

      const branch = `lakefront/${change.id}`;
      const host = own.git.hosts.forRepository(own.git.repository);
      const file = await host.getFile(own.git.repository, PATH, branch);
      await own.git.as('mia', 'POST', '/contents', {
        ...{ branch: 'main', new_branch: 'mine', message: 'Mine instead' },
        files: [
          {
            ...{ operation: 'create', path: PATH },
            content: Buffer.from(
              file!.content.replace('cpu: 2', 'cpu: 1'),
            ).toString('base64'),
          },
        ],
      });
      await own.git.as('portal', 'PUT', `/branches/${branch}`, {
        ...{ new_commit_id: 'mine', force: true },
      });
      const forced = await host.getBranch(own.git.repository, branch);
      expect(forced?.message).toContain('Mine instead');
      await look(service);
      expect((await get()).summary).toContain('needs 1 approval');
      expect(
        await own.git.as('pat', 'GET', `/statuses/${forced!.sha}`),
      ).toMatchObject([{ context: 'lakefront/four-eyes', status: 'pending' }]);

      await own.merge(1);
      await applied();
      runsWith(1);
      await look(service);
      expect((await get()).phase).toBe('live');
    });

    it('compares with what was merged, not with what was asked for', async () => {
      const { service, change, get } = await opened();
      const branch = `lakefront/${change.id}`;
      const host = own.git.hosts.forRepository(own.git.repository);
      const file = await host.getFile(own.git.repository, PATH, branch);
      await own.git.as('ben', 'PUT', `/contents/${PATH}`, {
        branch,
        message: 'Smaller',
        sha: file!.sha,
        content: Buffer.from(
          file!.content.replace('cpu: 2', 'cpu: 1'),
        ).toString('base64'),
      });
      await own.merge(1);
      await applied('');
      runsWith(1);

      await look(service);

      expect((await get()).phase).toBe('live');
    });

    it('ends where the pull request is closed, and gives the name back', async () => {
      const { service, get } = await opened();
      await own.git.as('pat', 'PATCH', '/pulls/1', { state: 'closed' });

      await look(service);

      expect(await get()).toMatchObject({
        phase: 'closed',
        summary: 'Closed without a merge.',
      });
      const next = await service.propose(jobInput(), BEN, {});
      expect(next.number).toBe(2);
    });

    it('says what the engine refuses, and who can mend it', async () => {
      const service = await own.path.replica();
      await service.propose(jobInput('bad'), BEN, {});
      await own.merge(1);
      const change = await service.propose(jobInput(), MIA, {});
      await own.merge(2);
      refuses('Job/dom-sales/bad dry-run failed (Forbidden)');

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

    it('names a file that somebody wrote by hand, and the commit that did', async () => {
      const { service, get } = await opened();
      await own.write(
        'clusters/west/domains/sales/job/by-hand.yaml',
        'apiVersion: example.com/v1\nkind: Job\nmetadata:\n  name: by-hand\n',
        { message: 'Try something' },
      );
      await own.merge(1);
      refuses('Job/dom-sales/by-hand dry-run failed (Invalid)');

      await look(service);
      await look(service);

      expect((await get()).blocked?.reason).toMatch(
        /^Flux on west can't apply the domain's files because of clusters\/west\/domains\/sales\/job\/by-hand\.yaml \(commit [0-9a-f]{7} "Try something"\): Job/,
      );
    });

    it('tells nothing from a Kubernetes cluster whose first lists still come in', async () => {
      const { service, get } = await opened();
      await own.merge(1);
      await look(service);
      // The Git host has a clock of its own.
      await own.knex('changes').update({ merged_at: own.path.clock.now() });
      own.path.reader.firstSync = true;

      await look(service, 3_600_000);
      expect(await get()).not.toHaveProperty('blocked');
      expect(await own.knex('change_notices')).toEqual([]);

      own.path.reader.firstSync = false;
      await look(service);
      expect(await get()).toMatchObject({
        blocked: { reason: expect.stringContaining('nothing on west applies') },
      });
    });

    it('is superseded by a later change of its file', async () => {
      const { service, change } = await opened();
      await own.merge(1);
      await look(service);
      const update = jobInput('daily', { spec: { cpu: 4 } });
      update.objects[0].action = 'update';
      const later = await service.propose(update, BEN, {});
      await own.merge(2);

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
      await own.merge(1);
      const restarted = await own.path.replica();

      await look(restarted);

      expect((await get()).phase).toBe('merged');
    });

    it('looks sooner where a webhook or the index says so, but not all the time', async () => {
      let calls = 0;
      const service = await own.path.replica(host =>
        counting(host, name => {
          calls += name === 'getPullRequest' ? 1 : 0;
        }),
      );
      const change = await service.propose(jobInput(), MIA, {});
      own.path.clock.advance(24 * 3_600_000);
      await service.sweep();
      calls = 0;
      const hint = {
        repositoryUrl: 'http://git.internal/Lakehouse/gitops.git',
        number: 1,
      };

      for (let second = 0; second < 20; second++) {
        await service.hint(hint);
        own.path.clock.advance(1_000);
        await service.sweep();
      }

      expect(calls).toBeGreaterThanOrEqual(3);
      expect(calls).toBeLessThanOrEqual(5);
      own.path.clock.advance(5_000);
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
      own.path.clock.advance(5_000);
      await service.sweep();
      expect(calls).toBe(0);
      expect(change.number).toBe(1);
    });
  });

  it('looks by itself while it runs, and hands over what it holds when it stops', async () => {
    const topics: string[] = [];
    const service = await own.path.replica(undefined, {
      publish: async () => {},
      subscribe: async subscription => {
        topics.push(...subscription.topics);
      },
    });
    await service.start();
    const { id } = await service.propose(jobInput(), MIA, {});
    await own.merge(1);

    own.path.clock.advance(3_000);
    await waitFor(async () => (await rowsOf(own.knex))[0].phase === 'merged');
    own.path.reader.syncs.set(DIRECTORY, {
      kubernetesCluster: 'west',
      engine: 'flux',
      name: 'sales',
      state: 'synced',
      revision: await mergeCommit(),
    });
    own.path.reader.moved('sales');
    await waitFor(async () => {
      own.path.clock.advance(1_000);
      return (await rowsOf(own.knex))[0].phase === 'synced';
    });

    expect(topics).toEqual(['lakehouse.git']);
    await service.stop();
    expect(await own.knex('changes').where({ id }).first()).toMatchObject({
      lease_owner: null,
    });
  });

  it('hears a hint that comes while it looks', async () => {
    let during = async () => {};
    const service = await own.path.replica(host =>
      bound(host, async (name, call) => {
        const answer = await call();
        if (name === 'getPullRequest') {
          await during();
        }
        return answer;
      }),
    );
    await service.propose(jobInput(), MIA, {});
    own.path.clock.advance(24 * 3_600_000);
    // Merged just after it was read: without the hint it would be seen a minute later.
    during = async () => {
      during = async () => {};
      await own.merge(1);
      await service.hint({ repositoryUrl: own.git.repository.url, number: 1 });
    };
    await service.sweep();
    expect(await rowsOf(own.knex)).toMatchObject([{ phase: 'open' }]);

    own.path.clock.advance(5_000);
    await service.sweep();

    expect(await rowsOf(own.knex)).toMatchObject([{ phase: 'merged' }]);
  });

  it('is updated when there is something new to see, and only then', async () => {
    const service = await own.path.replica();
    const { id, updatedAt } = await service.propose(jobInput(), MIA, {});
    const updated = async () =>
      (await service.get(SALES, id, { withFiles: false })).updatedAt;

    await look(service);
    expect(await updated()).toBe(updatedAt);

    await own.merge(1);
    await look(service);
    expect(Date.parse(await updated())).toBe(own.path.clock.now());
  });

  it('proposes a Spark job, and names what is wrong with one', async () => {
    const service = await own.path.replica();
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
});
