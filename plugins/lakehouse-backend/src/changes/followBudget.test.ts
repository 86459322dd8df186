import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migrate } from '../__testUtils__/migrate';
import { followManyChanges } from './__testUtils__/followManyChanges';

const MINUTE = 60_000;

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});

describe('following without webhooks', () => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    await migrate(knex);
  });

  afterEach(() => knex.destroy());

  it.each([false, true])(
    'asks for 400 open changes no more than it may, four eyes: %s',
    async fourEyes => {
      const { counted, pass, store } = await followManyChanges({
        ...{ knex, changes: 400, fourEyes },
      });
      // Each is looked at once, as after a long stop.
      await pass(10 * MINUTE);

      expect(await pass(60 * MINUTE)).toBeLessThanOrEqual(1_000);

      counted.change(17, {
        state: 'merged',
        mergeCommitSha: 'a'.repeat(40),
        mergedAt: '2026-01-05T10:00:00.000Z',
      });
      counted.change(18, { state: 'closed' });
      await pass(MINUTE);
      expect(await store.get('change-17')).toMatchObject({ phase: 'merged' });
      expect(await store.get('change-18')).toMatchObject({ phase: 'closed' });
      expect(await store.get('change-19')).toMatchObject({ phase: 'open' });
    },
  );

  it('looks at once at what the list says moved', async () => {
    const { counted, pass, store } = await followManyChanges({
      ...{ knex, changes: 60, fourEyes: false },
    });
    await pass(10 * MINUTE);
    counted.change(5, { headSha: 'b'.repeat(40) });
    counted.change(6, { version: '2' });
    counted.looked = [];
    await pass(20_000);

    expect(counted.looked).toEqual(expect.arrayContaining([5, 6]));
    expect(counted.looked.length).toBeLessThan(5);
    expect(await store.get('change-5')).toMatchObject({
      headSha: 'b'.repeat(40),
    });
  });
});
