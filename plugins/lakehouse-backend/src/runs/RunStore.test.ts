import { TestDatabases } from '@backstage/backend-test-utils';
import type { WorkloadRun } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Knex } from 'knex';
import { migrate } from '../__testUtils__/migrate';
import { RunStore, toRunsKey } from './RunStore';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const JOB = {
  kubernetesCluster: 'west',
  namespace: 'dom-sales',
  kind: 'spark-application',
  name: 'daily',
};

function run(key: string, rest: Partial<WorkloadRun> = {}): WorkloadRun {
  return {
    ...JOB,
    domain: 'sales',
    key,
    startedAt: '2026-11-20T10:00:00Z',
    state: 'running',
    ...rest,
  };
}

const finished = (key: string, minutes: number, rest = {}) =>
  run(key, {
    state: 'succeeded',
    endedAt: new Date(
      Date.parse('2026-11-20T10:00:00Z') + minutes * 60_000,
    ).toISOString(),
    ...rest,
  });

describe.each(databases.eachSupportedId())('RunStore on %s', id => {
  let knex: Knex;
  let runs: RunStore;

  beforeAll(async () => {
    knex = await databases.init(id);
    await migrate(knex);
    runs = new RunStore(knex);
  });

  beforeEach(async () => {
    await knex('lakehouse_runs').delete();
  });

  it('moves a run forward, and a finished one never back', async () => {
    await runs.upsert([run('a')]);
    await runs.upsert([
      finished('a', 8, { reason: { code: 'x', message: 'X' } }),
    ]);
    await runs.upsert([run('a'), run('b')]);
    expect(await runs.ofWorkload(JOB, { limit: 10 })).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          key: 'a',
          state: 'succeeded',
          startedAt: '2026-11-20T10:00:00.000Z',
          endedAt: '2026-11-20T10:08:00.000Z',
          reason: { code: 'x', message: 'X' },
        }),
        expect.objectContaining({ key: 'b', state: 'running' }),
      ]),
    );
  });

  it('leaves a run where it was seen first, whoever names its key', async () => {
    await runs.upsert([run('a')]);
    await runs.upsert([run('a', { namespace: 'dom-risk', domain: 'risk' })]);
    expect(await knex('lakehouse_runs').select('domain')).toEqual([
      { domain: 'sales' },
    ]);
  });

  it('writes many at once', async () => {
    await runs.upsert(
      Array.from({ length: 1000 }, (_, index) => run(`run-${index}`)),
    );
    expect(await runs.open('west', 'spark-application')).toHaveLength(1000);
    await runs.upsert([]);
  });

  it('says how long each of many usually takes, in one look', async () => {
    const whose = (name: string, domain = 'sales') => {
      return { ...JOB, domain, name };
    };
    const all = ['daily', 'weekly', 'never'].map(name => whose(name));
    expect(await runs.usualOf(all)).toEqual(new Map());
    const hour = (at: number) =>
      new Date(Date.parse('2026-11-19T00:00:00Z') + at * 3_600_000);
    await runs.upsert([
      finished('a', 4),
      finished('b', 8),
      finished('c', 60, { state: 'failed' }),
      run('d'),
      // Only the last twenty count.
      ...Array.from({ length: 30 }, (_, at) =>
        finished(`w${at}`, 0, {
          name: 'weekly',
          startedAt: hour(at).toISOString(),
          endedAt: new Date(hour(at).getTime() + at * 1000).toISOString(),
        }),
      ),
      // The namespace was another domain's before.
      finished('e', 30, { domain: 'risk' }),
    ]);
    expect(await runs.usualOf([...all, whose('daily', 'risk')])).toEqual(
      new Map([
        [toRunsKey(whose('daily')), { runs: 2, medianSeconds: 360 }],
        [toRunsKey(whose('weekly')), { runs: 20, medianSeconds: 19.5 }],
        [toRunsKey(whose('daily', 'risk')), { runs: 1, medianSeconds: 1800 }],
      ]),
    );
    expect(await runs.usualOf([])).toEqual(new Map());
  });

  it('selects by what may be seen', async () => {
    await runs.upsert([
      finished('a', 8, { state: 'failed' }),
      finished('b', 8, { state: 'failed', domain: 'risk' }),
      run('c', { startedAt: '2026-11-19T10:00:00Z' }),
      finished('d', 8, {
        startedAt: '2026-11-19T10:00:00Z',
        endedAt: '2026-11-19T10:01:00Z',
      }),
    ]);
    const day = {
      from: '2026-11-20T00:00:00Z',
      to: '2026-11-21T00:00:00Z',
      limit: 10,
    };
    const keys = async (...scope: Array<`${string}/${string}`>) =>
      (await runs.within(new Set(scope), day)).map(({ key }) => key);
    expect(await keys('west/sales')).toEqual(['c', 'a']);
    expect(await keys('west/risk')).toEqual(['b']);
    expect(await keys('east/sales')).toEqual([]);
    expect(await keys()).toEqual([]);
    expect(await runs.failedSince(new Set(['west/sales']), day.from)).toEqual(
      new Map([['west/sales', 1]]),
    );
    expect(await runs.failedSince(new Set(['west/sales']), day.to)).toEqual(
      new Map(),
    );
  });

  it('closes what nobody saw end', async () => {
    await runs.upsert([run('a'), run('b'), finished('c', 8)]);
    await runs.closeOthers(JOB, { except: 'b', at: '2026-11-20T11:00:00Z' });
    const states = Object.fromEntries(
      (await runs.ofWorkload(JOB, { limit: 10 })).map(({ key, state }) => [
        key,
        state,
      ]),
    );
    expect(states).toEqual({ a: 'unknown', b: 'running', c: 'succeeded' });
  });

  it('forgets what is old', async () => {
    await runs.upsert([finished('a', 8), run('b')]);
    expect(await runs.forgetBefore('2026-11-21T00:00:00Z')).toBe(1);
    expect(await runs.ofWorkload(JOB, { limit: 10 })).toHaveLength(1);
  });
});
