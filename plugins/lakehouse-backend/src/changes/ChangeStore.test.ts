import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migrate } from '../__testUtils__/migrate';
import type { DomainKey } from '../types';
import { changeRow, NOW } from './__testUtils__/changeRow';
import type { ChangeRow } from './ChangeRow';
import { ChangeStore } from './ChangeStore';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())('ChangeStore on %s', id => {
  let knex: Knex;
  let changes: ChangeStore;

  beforeAll(async () => {
    knex = await databases.init(id);
    await migrate(knex);
    changes = new ChangeStore(knex);
  });

  const insert = async (name: string, over: Partial<ChangeRow>) => {
    const [file] = changeRow().files;
    const files = [{ ...file, path: `${name}.yaml` }];
    const branch = `lakefront/${name}`;
    const row = changeRow({ id: name, branch, files, ...over });
    const lease = { owner: 'test', until: NOW };
    await changes.insert(row, lease);
    // The phase is what somebody wrote later.
    await changes.update(row, 'test', { phase: row.phase }, NOW);
  };

  it('lists what is stuck, the oldest first, page by page, within the scope', async () => {
    const blocked = { reason: 'Nobody reviews' };
    await insert('going', { createdAt: NOW - 5 });
    await insert('newer', { blocked, createdAt: NOW - 1 });
    await insert('oldest', { blocked, createdAt: NOW - 9 });
    await insert('over', { blocked, phase: 'closed', createdAt: NOW - 8 });
    await insert('theirs', { blocked, domain: 'risk', createdAt: NOW - 7 });
    const stuck = async (scope: DomainKey[], cursor?: string) => {
      const { rows, nextCursor } = await changes.list(new Set(scope), {
        blocked: true,
        limit: 1,
        cursor,
      });
      return { ids: rows.map(row => row.id), nextCursor };
    };
    const first = await stuck(['west/sales']);
    expect(first.ids).toEqual(['oldest']);
    const second = await stuck(['west/sales'], first.nextCursor);
    expect(second).toEqual({ ids: ['newer'], nextCursor: undefined });
    expect((await stuck(['west/risk'])).ids).toEqual(['theirs']);
    expect((await stuck([])).ids).toEqual([]);
  });
});
