import type { Knex } from 'knex';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { WorkloadState } from '@lakefront/backstage-plugin-lakehouse-common';
import {
  startTestGitServer,
  type TestGitServer,
} from '../__testUtils__/gitServer';
import {
  MIA,
  SALES,
  startWritePath,
  type WritePath,
} from '../__testUtils__/startWritePath';
import type { DefaultChangeService } from '../DefaultChangeService';
import { TIDY_REQUESTER } from './Tidier';

const DAY_MS = 24 * 60 * 60_000;

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});

describe('tidying', () => {
  let git: TestGitServer;
  let knex: Knex;
  let path: WritePath;
  let service: DefaultChangeService;

  beforeEach(async () => {
    git = await startTestGitServer();
    knex = await databases.init('SQLITE_3');
    path = await startWritePath({ git, knex });
    service = await path.replica();
  });

  afterEach(async () => {
    await git.close();
    await knex.destroy();
  });

  /** A job in Git and live, which is as it is since some days. */
  const job = async (
    name: string,
    state: WorkloadState,
    days: number,
    over: { suspend?: boolean; byHand?: boolean; notInGit?: boolean } = {},
  ) => {
    const { suspend, byHand, notInGit } = over;
    const endedAt = new Date(path.clock.now() - days * DAY_MS).toISOString();
    const head = { apiVersion: 'example.com/v1', kind: 'Job' };
    const spec = { cpu: 1, ...(suspend && { suspend }) };
    const metadata = { name, namespace: 'dom-sales' };
    const address = `west/dom-sales/job/${name}`;
    path.reader.live.set(address, {
      ...head,
      metadata: {
        ...metadata,
        ...(!byHand && {
          labels: { 'kustomize.toolkit.fluxcd.io/name': 'sales-workloads' },
        }),
      },
      spec,
      status: { state, endedAt },
    });
    path.reader.indexed.set(address, {
      ...{ kind: 'job', name, role: 'job', state, endedAt },
      notInGit: byHand,
    } as never);
    if (!notInGit) {
      const file = `/contents/clusters/west/domains/sales/job/${name}.yaml`;
      await git.as('admin', 'POST', file, {
        branch: 'main',
        message: `Write ${name}`,
        content: Buffer.from(
          JSON.stringify({ ...head, metadata, spec }, null, 2),
        ).toString('base64'),
      });
    }
  };

  const tidyChanges = async () =>
    (await service.list(SALES, { requestedBy: TIDY_REQUESTER })).items;

  it('suspends what has finished, removes what finished long ago, and touches nothing else', async () => {
    await job('done', 'succeeded', 2);
    await job('broken', 'failed', 3);
    await job('old', 'succeeded', 31, { suspend: true });
    await job('fresh', 'succeeded', 0.5);
    await job('tidied', 'succeeded', 5, { suspend: true });
    await job('paused', 'suspended', 90);
    await job('busy', 'running', 90);
    await job('by-hand', 'succeeded', 90, { byHand: true });
    await job('elsewhere', 'succeeded', 90, { notInGit: true });

    await path.tidier(service).tidy();
    const [change, ...others] = await tidyChanges();
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      title: 'Tidy sales: suspend 2 finished jobs, remove 1',
      phase: 'open',
      operations: [
        { action: 'delete', name: 'old' },
        { action: 'update', verb: 'Suspend', name: 'broken' },
        { action: 'update', verb: 'Suspend', name: 'done' },
      ],
    });
    // None of them asks for anything any more.
    expect(change.footprint).toBeUndefined();
    const [pull] = await git.pulls();
    expect(pull.body).toMatch(/Asked for by the portal itself/);
  });

  it('asks for one at a time, and for the next when that is through', async () => {
    await job('done', 'succeeded', 2);
    const tidier = path.tidier(service);
    await tidier.tidy();
    await job('later', 'failed', 2);
    await tidier.tidy();
    expect(await tidyChanges()).toHaveLength(1);

    await git.as('ben', 'POST', '/pulls/1/merge', { Do: 'merge' });
    path.clock.advance(61_000);
    await service.sweep();
    expect((await tidyChanges())[0].phase).toBe('merged');
    await tidier.tidy();
    expect(await tidyChanges()).toHaveLength(1);

    await knex('changes').update({ phase: 'live' });
    await tidier.tidy();
    const [next] = await tidyChanges();
    expect(next.operations.map(({ name }) => name)).toEqual(['later']);
  });

  it('leaves who closed it in peace for a week', async () => {
    await job('done', 'succeeded', 2);
    const tidier = path.tidier(service);
    await tidier.tidy();
    await git.as('ben', 'PATCH', '/pulls/1', { state: 'closed' });
    path.clock.advance(61_000);
    await service.sweep();
    path.clock.advance(6 * DAY_MS);
    await tidier.tidy();
    expect(await tidyChanges()).toHaveLength(1);
    path.clock.advance(DAY_MS);
    await tidier.tidy();
    expect(await tidyChanges()).toHaveLength(2);
  });

  it('leaves be what somebody else is about to change', async () => {
    await job('done', 'succeeded', 2);
    await service.propose(
      {
        domain: 'sales',
        kubernetesCluster: 'west',
        objects: [
          {
            kind: 'job',
            name: 'done',
            action: 'edit',
            values: [{ path: 'spec.cpu', value: 3 }],
          },
        ],
      },
      MIA,
      {},
    );
    await path.tidier(service).tidy();
    expect(await tidyChanges()).toEqual([]);
  });

  it('takes no more than a change may have, the oldest first', async () => {
    for (let n = 0; n < 22; n += 1) {
      await job(`job-${n}`, 'succeeded', 40 - n);
    }
    await path.tidier(service).tidy();
    const [change] = await tidyChanges();
    expect(change.operations).toHaveLength(20);
    expect(change.operations[0].name).toBe('job-0');
    expect(change.title).toBe('Tidy sales: suspend 9 finished jobs, remove 11');
  });

  it('is off where no domain is named, and goes on where one fails', async () => {
    await job('done', 'succeeded', 2);
    await path.tidier(service, []).tidy();
    await path.tidier(service, ['risk']).tidy();
    expect(await tidyChanges()).toEqual([]);

    const { readLive } = path.reader;
    path.reader.readLive = async () => {
      throw new Error('the API server is away');
    };
    await path.tidier(service, ['*']).tidy();
    expect(path.logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/sales on west could not be tidied up.*is away/),
    );
    path.reader.readLive = readLive;
    path.reader.down = 'no route';
    await path.tidier(service, ['*']).tidy();
    expect(await tidyChanges()).toEqual([]);
    path.reader.down = undefined;
    await path.tidier(service, ['*']).tidy();
    expect(await tidyChanges()).toHaveLength(1);
  });
});
