import {
  lakefsBranchKind,
  type WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { MIA, SALES } from '../__testUtils__/startWritePath';
import { useWritePath } from '../__testUtils__/useWritePath';
import { TIDY_REQUESTER } from '@lakefront/backstage-plugin-lakehouse-common';

const DAY_MS = 24 * 60 * 60_000;

jest.setTimeout(60_000);

describe('tidying', () => {
  const own = useWritePath();

  /** A job in Git and live, which is as it is since some days. */
  const job = async (
    name: string,
    state: WorkloadState,
    days: number,
    over: { suspend?: boolean; byHand?: boolean; notInGit?: boolean } = {},
  ) => {
    const { suspend, byHand, notInGit } = over;
    const endedAt = new Date(
      own.path.clock.now() - days * DAY_MS,
    ).toISOString();
    const head = { apiVersion: 'example.com/v1', kind: 'Job' };
    const spec = { cpu: 1, ...(suspend && { suspend }) };
    const metadata = { name, namespace: 'dom-sales' };
    const address = `west/dom-sales/job/${name}`;
    own.path.reader.live.set(address, {
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
    own.path.reader.indexed.set(address, {
      ...{ kind: 'job', name, role: 'job', state, endedAt },
      notInGit: byHand,
    } as never);
    if (!notInGit) {
      await own.write(
        `clusters/west/domains/sales/job/${name}.yaml`,
        JSON.stringify({ ...head, metadata, spec }, null, 2),
      );
    }
  };

  /** A branch of lakeFS in Git and live, which expired some days ago; `ready` is what its controller says. */
  const branch = async (
    name: string,
    days: number,
    over: { ready?: string; policy?: string; later?: boolean } = {},
  ) => {
    const { ready = 'Expired', policy = 'Delete', later } = over;
    const head = { apiVersion: 'lakefront.dev/v1alpha1', kind: 'LakeFSBranch' };
    const time = (ago: number) =>
      new Date(own.path.clock.now() - ago * DAY_MS).toISOString();
    const spec = {
      ...{ server: 'lake', repository: 'sales-lake', source: 'main' },
      ...{ deletionPolicy: policy, expiresAt: time(days) },
    };
    const metadata = { name, namespace: 'dom-sales' };
    const observedGeneration = 1;
    const live = {
      ...head,
      metadata: {
        ...{ ...metadata, generation: 1 },
        labels: { 'kustomize.toolkit.fluxcd.io/name': 'sales-workloads' },
      },
      spec,
      status: {
        conditions: [
          { type: 'Ready', status: 'True', reason: ready, observedGeneration },
          { type: 'Expired', status: 'True', reason: 'x', observedGeneration },
        ],
      },
    };
    const address = `west/dom-sales/lakefs-branch/${name}`;
    own.path.reader.live.set(address, live);
    own.path.reader.indexed.set(address, {
      ...{ kind: 'lakefs-branch', name, role: 'branch' },
      ...lakefsBranchKind.summarize(live),
    } as never);
    const inGit = later ? { ...spec, expiresAt: time(-30) } : spec;
    await own.write(
      `clusters/west/domains/sales/lakefs-branch/${name}.yaml`,
      JSON.stringify({ ...head, metadata, spec: inGit }, null, 2),
    );
  };

  const tidyChanges = async () =>
    (await own.service.list(SALES, { requestedBy: TIDY_REQUESTER })).items;

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

    await own.path.tidier(own.service).tidy();
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
    const [pull] = await own.git.pulls();
    expect(pull.body).toMatch(/Asked for by the portal itself/);
    expect(pull.body).toContain('Asked for by the portal (tidy). Follow it');
    expect(pull.body).not.toContain(TIDY_REQUESTER);
  });

  it('removes the files of branches that expired a day ago and were dealt with', async () => {
    await job('done', 'succeeded', 2);
    await branch('deleted', 3);
    await branch('kept', 4, { ready: 'Kept' });
    await branch('stays', 5, { policy: 'Retain', ready: 'Ready' });
    await branch('fresh', 0.5);
    await branch('under-way', 3, { ready: 'Ready' });
    await branch('extended', 3, { later: true });

    await own.path.tidier(own.service).tidy();
    const [change] = await tidyChanges();
    expect(change).toMatchObject({
      title:
        'Tidy sales: suspend 1 finished job, remove 3 expired lakeFS branches',
      operations: [
        { action: 'delete', name: 'stays' },
        { action: 'delete', name: 'kept' },
        { action: 'delete', name: 'deleted' },
        { action: 'update', name: 'done' },
      ],
    });
    const [pull] = await own.git.pulls();
    expect(pull.body).toContain('what expired more than a day ago is removed');
    // Under Retain the branch itself is nobody's from then on.
    expect(pull.body).toMatch(
      /branch stays of lake\/sales-lake stays as it is/,
    );
  });

  it('asks for one at a time, and for the next when that is through', async () => {
    await job('done', 'succeeded', 2);
    const tidier = own.path.tidier(own.service);
    await tidier.tidy();
    await job('later', 'failed', 2);
    await tidier.tidy();
    expect(await tidyChanges()).toHaveLength(1);

    await own.merge(1);
    await own.look();
    expect((await tidyChanges())[0].phase).toBe('merged');
    await tidier.tidy();
    expect(await tidyChanges()).toHaveLength(1);

    await own.knex('changes').update({ phase: 'live' });
    await tidier.tidy();
    const [next] = await tidyChanges();
    expect(next.operations.map(({ name }) => name)).toEqual(['later']);
  });

  it('leaves who closed it in peace for a week', async () => {
    await job('done', 'succeeded', 2);
    const tidier = own.path.tidier(own.service);
    await tidier.tidy();
    await own.git.as('ben', 'PATCH', '/pulls/1', { state: 'closed' });
    await own.look();
    own.path.clock.advance(6 * DAY_MS);
    await tidier.tidy();
    expect(await tidyChanges()).toHaveLength(1);
    own.path.clock.advance(DAY_MS);
    await tidier.tidy();
    expect(await tidyChanges()).toHaveLength(2);
  });

  it('leaves be what somebody else is about to change', async () => {
    await job('done', 'succeeded', 2);
    await own.service.propose(
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
    await own.path.tidier(own.service).tidy();
    expect(await tidyChanges()).toEqual([]);
  });

  it('takes no more than a change may have, the oldest first', async () => {
    for (let n = 0; n < 22; n += 1) {
      await job(`job-${n}`, 'succeeded', 40 - n);
    }
    await own.path.tidier(own.service).tidy();
    const [change] = await tidyChanges();
    expect(change.operations).toHaveLength(20);
    expect(change.operations[0].name).toBe('job-0');
    expect(change.title).toBe('Tidy sales: suspend 9 finished jobs, remove 11');
  });

  it('is off where no domain is named, and goes on where one fails', async () => {
    await job('done', 'succeeded', 2);
    await own.path.tidier(own.service, []).tidy();
    await own.path.tidier(own.service, ['risk']).tidy();
    expect(await tidyChanges()).toEqual([]);

    const { readLive } = own.path.reader;
    own.path.reader.readLive = async () => {
      throw new Error('the API server is away');
    };
    await own.path.tidier(own.service, ['*']).tidy();
    expect(own.path.logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/sales on west could not be tidied up.*is away/),
    );
    own.path.reader.readLive = readLive;
    own.path.reader.down = 'no route';
    await own.path.tidier(own.service, ['*']).tidy();
    expect(await tidyChanges()).toEqual([]);
    own.path.reader.down = undefined;
    await own.path.tidier(own.service, ['*']).tidy();
    expect(await tidyChanges()).toHaveLength(1);
  });
});
