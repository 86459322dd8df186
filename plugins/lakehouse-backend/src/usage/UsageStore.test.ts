import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migrate } from '../__testUtils__/migrate';
import { type QuotaSample, STEP_SECONDS, UsageStore } from './UsageStore';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const START = Date.parse('2026-11-13T00:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const iso = (time: number) => new Date(time).toISOString();

function sample(used: number, rest: Partial<QuotaSample> = {}): QuotaSample {
  return {
    scope: 'west/sales',
    kubernetesCluster: 'west',
    namespace: 'dom-sales',
    quota: 'domain-quota',
    resource: 'requests.cpu',
    unit: 'cores',
    used,
    hard: 64,
    ...rest,
  };
}

describe.each(databases.eachSupportedId())('UsageStore on %s', id => {
  let knex: Knex;
  let usage: UsageStore;

  beforeAll(async () => {
    knex = await databases.init(id);
    await migrate(knex);
    usage = new UsageStore(knex);
  });

  beforeEach(async () => {
    await knex('lakehouse_quota_samples').delete();
    await knex('lakehouse_quota_series').delete();
  });

  const week = { from: iso(START), to: iso(START + 7 * 24 * HOUR) };
  const day = { from: iso(START), to: iso(START + 24 * HOUR) };

  it('keeps the highest use of a step, and the hard limit as it is last', async () => {
    await usage.record([sample(42.5)], START);
    await usage.record([sample(60)], START + 5 * MINUTE);
    await usage.record([sample(12, { hard: 80 })], START + 10 * MINUTE);
    await usage.record([sample(7, { hard: 80 })], START + 15 * MINUTE);
    expect(await usage.within(new Set(['west/sales']), day)).toEqual([
      {
        kubernetesCluster: 'west',
        resource: 'requests.cpu',
        quota: 'domain-quota',
        unit: 'cores',
        points: [
          { at: iso(START), used: 60, hard: 80 },
          { at: iso(START + 15 * MINUTE), used: 7, hard: 80 },
        ],
      },
    ]);
  });

  it('writes one sample however many replicas write at once', async () => {
    const others = Array.from({ length: 600 }, (_, at) =>
      sample(at, { resource: `count/things-${at}`, unit: 'count' }),
    );
    await Promise.all(
      [1, 2, 3].map(used => usage.record([sample(used), ...others], START)),
    );
    const histories = await usage.within(new Set(['west/sales']), day);
    expect(histories).toHaveLength(601);
    expect(
      histories.find(({ resource }) => resource === 'requests.cpu')?.points,
    ).toEqual([{ at: iso(START), used: 3, hard: 64 }]);
  });

  it('shows a week in the highest of each hour', async () => {
    for (let step = 0; step < 8; step++) {
      await usage.record(
        [sample(step)],
        START + HOUR + step * STEP_SECONDS * 1000,
      );
    }
    const [{ points }] = await usage.within(new Set(['west/sales']), week);
    expect(points).toEqual([
      { at: iso(START + HOUR), used: 3, hard: 64 },
      { at: iso(START + 2 * HOUR), used: 7, hard: 64 },
    ]);
  });

  it('never answers more points than a curve can show', async () => {
    const [name] = ['requests.memory'];
    await usage.record([sample(1, { resource: name })], START);
    const [{ id: series }] = await knex('lakehouse_quota_series').select('id');
    await knex.batchInsert(
      'lakehouse_quota_samples',
      Array.from({ length: 31 * 96 - 1 }, (_, at) => ({
        ...{ series, used: 1, hard: 2 },
        at: START / 1000 + (at + 1) * STEP_SECONDS,
      })),
      500,
    );
    for (const days of [1, 2, 7, 31]) {
      const to = iso(START + days * 24 * HOUR);
      const [{ points }] = await usage.within(new Set(['west/sales']), {
        from: iso(START),
        to,
      });
      expect(points.length).toBeLessThanOrEqual(171);
      expect(points.length).toBeGreaterThanOrEqual(85);
    }
  });

  it('selects by what may be seen, also where a namespace was of another domain', async () => {
    await usage.record([sample(1)], START);
    await usage.record(
      [
        sample(2, { scope: 'west/risk' }),
        sample(3, { scope: 'east/sales', kubernetesCluster: 'east' }),
      ],
      START + HOUR,
    );
    const used = async (...scope: QuotaSample['scope'][]) =>
      (await usage.within(new Set(scope), day)).flatMap(({ points }) =>
        points.map(point => point.used),
      );
    expect(await used('west/sales')).toEqual([1]);
    expect(await used('west/risk')).toEqual([2]);
    expect(await used('west/sales', 'east/sales')).toEqual([3, 1]);
    expect(await used()).toEqual([]);
    expect(
      await usage.within(new Set(['west/sales']), {
        from: iso(START + HOUR),
        to: iso(START + 2 * HOUR),
      }),
    ).toEqual([]);
  });

  it('forgets what is old, and what it was about', async () => {
    await usage.record([sample(1)], START);
    await usage.record([sample(2, { resource: 'pods' })], START + HOUR);
    expect(await usage.forgetBefore(START + HOUR)).toBe(1);
    const rows = await knex('lakehouse_quota_series').select('resource');
    expect(rows).toEqual([{ resource: 'pods' }]);
    // It can come back.
    await usage.record([sample(3)], START + 2 * HOUR);
    expect(await usage.within(new Set(['west/sales']), day)).toHaveLength(2);
  });
});
