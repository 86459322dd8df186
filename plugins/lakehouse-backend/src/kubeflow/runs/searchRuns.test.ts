import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migrate } from '../../__testUtils__/migrate';
import { PipelineRunLists } from './PipelineRunLists';
import { PipelineRunStore } from './PipelineRunStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const NAMES = [
  'Features-20261122T0300Z',
  'features-20261123T0300Z',
  'tensor-feature-7-2026-01-05',
  'by hand',
  '20261122',
  'at 3 at 4',
];
const MANY = Array.from({ length: 1_001 }, (_, at) =>
  [...String(at)].map(digit => 'abcdefghij'[Number(digit)]).join(''),
);
const PARTS = [
  ...['features', 'feature', 'FEATURES-2026', 's-20261123', 'e-7-2026-01'],
  ...['e-7-2026-02', 'hand', 'y h', '2026112', '0300z', 'tensor', 'nothing'],
  ...['a', 't', 'at', 'at 4', 'at 3 a', 'z', 's-', 'r-f', '-', '%', 'dbc'],
].map(part => part.toLocaleLowerCase('en-US'));

describe.each(databases.eachSupportedId())('search of runs on %s', id => {
  let knex: Knex;
  beforeAll(async () => {
    knex = await databases.init(id);
    await migrate(knex);
  });

  async function put(names: readonly string[]) {
    await knex('pipeline_runs').delete();
    await new PipelineRunStore(knex, { keptFrom: () => 0 }).upsert(
      names.flatMap((name, at) =>
        ['sales', 'risk'].map(domain => ({
          ...{ kubernetesCluster: 'west', namespace: `dom-${domain}`, domain },
          ...{ runId: `${domain}-${at}`, name, attempt: 0, state: 'running' },
          ...{ detail: 'RUNNING', createdAt: '2026-11-22T00:00:00Z' },
        })),
      ) as any,
    );
  }

  it.each([
    ['few beginnings', NAMES],
    ['more beginnings than are looked through', [...NAMES, ...MANY]],
  ])('finds by any part of a name, of %s', async (_, names) => {
    await put(names);
    for (const q of PARTS) {
      for (const sort of ['name', 'startedAt'] as const) {
        const { rows, total } = await new PipelineRunLists(knex).list(
          new Set(['west/sales']),
          { q, sort, descending: false, limit: 2_000, archived: false },
        );
        const expected = names.filter(name =>
          name.toLocaleLowerCase('en-US').includes(q),
        );
        expect([q, total, ...rows.map(({ name }) => name).sort()]).toEqual([
          ...[q, expected.length, ...expected.sort()],
        ]);
      }
    }
  });

  it('finds a run by its new name only once it has one', async () => {
    await put(['old-1']);
    const run = {
      ...{ kubernetesCluster: 'west', namespace: 'dom-sales', domain: 'sales' },
      ...{ runId: 'sales-0', name: 'new-2', attempt: 0 },
      state: 'running',
      ...{ detail: 'RUNNING', createdAt: '2026-11-22T00:00:00Z' },
      archived: false,
    } as const;
    await new PipelineRunStore(knex, { keptFrom: () => 0 }).upsert([run]);
    const totals = ['old', 'new-2'].map(async q => {
      const { total } = await new PipelineRunLists(knex).list(
        new Set(['west/sales']),
        {
          ...{ q, sort: 'name', descending: true, limit: 10, archived: false },
        },
      );
      return total;
    });
    expect(await Promise.all(totals)).toEqual([0, 1]);
  });
});
