import { TestDatabases } from '@backstage/backend-test-utils';
import { migrate } from '../__testUtils__/migrate';
import { changeRow, NOW } from './__testUtils__/changeRow';
import { ChangeStore } from './ChangeStore';
import { countChanges } from './countChanges';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

it.each(databases.eachSupportedId())('counts changes on %s', async id => {
  const knex = await databases.init(id);
  await migrate(knex);
  expect(await countChanges(knex)).toEqual([]);
  const changes = new ChangeStore(knex);
  const insert = (name: string, over = {}) => {
    const files = [{ ...changeRow().files[0], path: name }];
    const row = changeRow({ id: name, files, ...over });
    return changes.insert(row, { owner: 'test', until: NOW });
  };
  await insert('one');
  await insert('two', { blocked: { reason: 'Nobody reviews' } });
  await insert('three', { phase: 'live' });
  expect(await countChanges(knex)).toEqual([
    { phase: 'live', blocked: false, count: 1 },
    { phase: 'open', blocked: false, count: 1 },
    { phase: 'open', blocked: true, count: 1 },
  ]);
});
