import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MIA } from '../__testUtils__/samplePeople';
import { useTestLakehouse } from '../__testUtils__/useTestLakehouse';

jest.setTimeout(120_000);

// A busy machine takes its time to start a process; the limit itself is tested beside it.
jest.mock('./tables/readCheckpoint', () => {
  const real = jest.requireActual('./tables/readCheckpoint');
  const limits = { ...real.CHECKPOINT_LIMITS, ms: 60_000 };
  return { ...real, CHECKPOINT_LIMITS: limits };
});

const FIXTURES = join(__dirname, 'tables', '__fixtures__');

const SALES = '/lakefs/repositories/lake/sales-lake';
const REPO = 'sales-lake';

const iceberg = (rows: number, columns: Record<string, string>) =>
  JSON.stringify({
    'format-version': 2,
    'current-schema-id': 1,
    schemas: [
      {
        'schema-id': 1,
        fields: Object.entries(columns).map(([name, type], at) => ({
          ...{ id: at, name, type, required: false },
        })),
      },
    ],
    'current-snapshot-id': 7,
    snapshots: [
      { 'snapshot-id': 7, summary: { 'total-records': String(rows) } },
    ],
  });

const delta = (file: string, rows: number) =>
  [
    {
      metaData: {
        schemaString: JSON.stringify({
          type: 'struct',
          fields: [{ name: 'id', type: 'long' }],
        }),
      },
    },
    { add: { path: file, stats: JSON.stringify({ numRecords: rows }) } },
  ]
    .map(action => JSON.stringify(action))
    .join('\n');

const action = (url: string, branches: string) => `
name: check
on:
  pre-merge:
    branches: ['${branches}']
hooks:
  - id: has-owner
    type: webhook
    properties: { url: '${url}' }
`;

describe('what differs on lakeFS', () => {
  const lakehouse = useTestLakehouse();
  const get = (path: string) => lakehouse.get(MIA, `${SALES}${path}`);

  beforeAll(async () => {
    const { lake } = lakehouse;
    await lake.commit(REPO, 'main', {
      'raw/a.csv': 'a',
      'raw/b.csv': 'b',
      'tables/ice/metadata/00001-x.metadata.json': iceberg(10, { id: 'long' }),
      'tables/delta/_delta_log/00000000000000000000.json': delta('p0', 3),
      'tables/broken/metadata/00001-x.metadata.json': '{}',
    });
    await lake.branch(REPO, 'fix');
    await lake.commit(REPO, 'fix', {
      'raw/a.csv': 'a long one',
      'raw/b.csv': null,
      'raw/c/d.csv': 'd',
      'tables/ice/metadata/00002-x.metadata.json': iceberg(12, {
        id: 'long',
        price: 'decimal(9, 2)',
      }),
      'tables/delta/_delta_log/00000000000000000001.json': delta('p1', 4),
      'tables/broken/metadata/00002-x.metadata.json': 'no JSON',
      'tables/plain/day=1/part-0.parquet': 'parquet',
      'readme.md': 'new',
    });
  });

  it('folds changes to folders, with counts, bytes and tables', async () => {
    const { body } = await get('/compare?from=main&to=fix').expect(200);
    expect(body.items).toEqual([
      {
        ...{ path: 'raw/', isFolder: true, bytes: 11 },
        ...{ added: 1, removed: 1, changed: 1, conflicts: 0 },
      },
      {
        ...{ path: 'readme.md', isFolder: false, type: 'added', bytes: 3 },
        ...{ added: 1, removed: 0, changed: 0, conflicts: 0 },
      },
      expect.objectContaining({ path: 'tables/', added: 4 }),
    ]);
    const below = await get(
      '/compare?from=main&to=fix&prefix=tables/&limit=2',
    ).expect(200);
    expect(below.body.items).toMatchObject([
      { path: 'tables/broken/', table: 'iceberg' },
      { path: 'tables/delta/', table: 'delta' },
    ]);
    const rest = await get(
      `/compare?from=main&to=fix&prefix=tables/&cursor=${below.body.nextCursor}`,
    ).expect(200);
    expect(rest.body.items).toMatchObject([
      { path: 'tables/ice/', table: 'iceberg' },
      { path: 'tables/plain/', table: 'parquet' },
    ]);
  });

  it('reads a diff of two commits once', async () => {
    await get('/compare?from=main&to=fix').expect(200);
    lakehouse.lake.asked.length = 0;
    await get('/compare?from=main&to=fix&prefix=raw/').expect(200);
    expect(lakehouse.lake.asked.filter(path => path.includes('/diff'))).toEqual(
      [],
    );
  });

  it('tells rows and columns of tables, or why not', async () => {
    const { body } = await get('/tables?from=main&to=fix').expect(200);
    expect(body).toEqual({
      items: [
        {
          ...{ path: 'tables/broken', format: 'iceberg', change: 'changed' },
          ...{ files: { added: 1, removed: 0, changed: 0 }, bytes: 7 },
          problem:
            'Rows and columns are not told: tables/broken/metadata/00001-x.metadata.json names no schema of its own',
        },
        {
          ...{ path: 'tables/delta', format: 'delta', change: 'changed' },
          ...{ files: { added: 1, removed: 0, changed: 0 } },
          bytes: expect.any(Number),
          rows: { before: 3, after: 7 },
        },
        {
          ...{ path: 'tables/ice', format: 'iceberg', change: 'changed' },
          ...{ files: { added: 1, removed: 0, changed: 0 } },
          bytes: expect.any(Number),
          rows: { before: 10, after: 12 },
          columns: [{ name: 'price', after: 'decimal(9, 2)' }],
        },
        {
          ...{ path: 'tables/plain', format: 'parquet', change: 'added' },
          ...{ files: { added: 1, removed: 0, changed: 0 }, bytes: 7 },
        },
      ],
    });
  });

  it('reads a table of Delta from its checkpoint', async () => {
    const { lake } = lakehouse;
    const log = (name: string) =>
      `tables/checked/_delta_log/${name.padStart(20, '0')}`;
    await lake.branch(REPO, 'checked');
    await lake.client.objects.write(
      REPO,
      'checked',
      `${log('2')}.checkpoint.parquet`,
      await readFile(join(FIXTURES, 'checkpoint.snappy.parquet')),
    );
    await lake.commit(REPO, 'checked', {
      [`${log('3')}.json`]:
        '{"add":{"path":"p","stats":"{\\"numRecords\\":5}"}}',
    });
    const { body } = await get('/tables?from=main&to=checked').expect(200);
    expect(body.items).toMatchObject([
      { path: 'tables/checked', format: 'delta', rows: { after: 11 } },
    ]);
  });

  it('takes no folder of tables for a table, where a Parquet file lies beside them', async () => {
    const { lake } = lakehouse;
    await lake.branch(REPO, 'loose');
    await lake.commit(REPO, 'loose', { 'tables/same.parquet': 'loose' });
    const { body } = await get('/tables?from=main&to=loose').expect(200);
    const loose = { path: 'tables/*.parquet', format: 'parquet' };
    expect(body.items).toEqual([
      {
        ...{ ...loose, change: 'added', bytes: 5 },
        files: { added: 1, removed: 0, changed: 0 },
      },
    ]);
    await lake.branch(REPO, 'looser', 'loose');
    await lake.commit(REPO, 'looser', {
      'tables/same.parquet': null,
      'tables/more/part-0.parquet': 'part',
      // Whoever writes past a table's own log changes that table.
      'tables/delta/by-hand.parquet': 'part',
      // A folder beside partitions that Spark keeps its own things in.
      'plain/_spark_metadata/0': '',
      'plain/day=1/part-0.parquet': 'part',
    });
    const looser = await get('/tables?from=loose&to=looser').expect(200);
    expect(looser.body.items).toMatchObject([
      { path: 'plain', format: 'parquet', change: 'added' },
      { ...loose, change: 'removed' },
      { path: 'tables/delta', format: 'delta', change: 'changed' },
      { path: 'tables/more', change: 'added' },
    ]);
    const folders = await get('/compare?from=loose&to=looser').expect(200);
    const marks = folders.body.items.map(
      ({ path, table }: { path: string; table?: string }) => [path, table],
    );
    expect(marks).toEqual([
      ['plain/', 'parquet'],
      ['tables/', undefined],
    ]);
  });

  it('marks no folder that a Parquet file came into beside tables that did not change', async () => {
    const { lake } = lakehouse;
    const marks = async (query: string) => {
      const { body } = await get(query).expect(200);
      return body.items.map(
        ({ path, table }: { path: string; table?: string }) => [path, table],
      );
    };
    await lake.branch(REPO, 'beside');
    await lake.commit(REPO, 'beside', {
      'tables/beside.parquet': 'loose',
      'tables/delta/by-hand.parquet': 'part',
      'tables/new/part-0.parquet': 'part',
    });
    const both = '/compare?from=main&to=beside';
    expect(await marks(both)).toEqual([['tables/', undefined]]);
    expect(await marks(`${both}&prefix=tables/`)).toEqual([
      ['tables/beside.parquet', undefined],
      // By the log that is in it, though nothing of that changed.
      ['tables/delta/', 'delta'],
      ['tables/new/', 'parquet'],
    ]);
    // Commits never change: nothing is looked into twice.
    lake.asked.length = 0;
    await marks(`${both}&prefix=tables/`);
    expect(lake.asked.filter(path => path.includes('/objects/'))).toEqual([]);

    await lake.branch(REPO, 'loose-only', 'beside');
    await lake.commit(REPO, 'loose-only', { 'tables/beside.parquet': 'other' });
    expect(await marks('/compare?from=beside&to=loose-only')).toEqual([
      ['tables/', undefined],
    ]);
    // One that is gone was what it was.
    await lake.branch(REPO, 'without', 'loose-only');
    await lake.commit(REPO, 'without', { 'tables/new/part-0.parquet': null });
    expect(
      await marks('/compare?from=loose-only&to=without&prefix=tables/'),
    ).toEqual([['tables/new/', 'parquet']]);

    lake.stage(REPO, 'without', { 'tables/staged.parquet': 'loose' });
    expect(await marks('/uncommitted?branch=without')).toEqual([
      ['tables/', undefined],
    ]);
  });

  it('tells what is uncommitted', async () => {
    const { lake } = lakehouse;
    await lake.branch(REPO, 'work');
    await lake.client.objects.write(REPO, 'work', 'x/y', Buffer.from('abc'));
    const { body } = await get('/uncommitted?branch=work').expect(200);
    expect(body.items).toMatchObject([{ path: 'x/', added: 1, bytes: 3 }]);
    await get('/uncommitted?branch=gone').expect(404);
  });

  it('tells where a branch stands', async () => {
    const { body } = await get('/branches/fix').expect(200);
    expect(body).toMatchObject({
      row: { branch: 'fix', message: expect.stringContaining('Write') },
      against: { ref: 'main', ahead: 1, behind: 0, uncommitted: 0 },
      protected: false,
      url: expect.stringContaining('/repositories/sales-lake/objects?ref=fix'),
    });
    const { body: gone } = await get('/branches/gone').expect(404);
    expect(gone.error.message).toBe(
      'There is no branch gone in lake/sales-lake',
    );
  });

  it('says what a promotion would do, and what stands in its way', async () => {
    const { body } = await get('/promotion?branch=fix&into=main').expect(200);
    expect(body).toMatchObject({
      commits: [{ committer: 'admin' }],
      ...{ conflicts: [], hooks: [], obstacles: [] },
    });
    const same = await get('/promotion?branch=main&into=main').expect(200);
    expect(same.body.obstacles).toMatchObject([{ code: 'same-branch' }]);
    const back = await get('/promotion?branch=main&into=fix').expect(200);
    expect(back.body.obstacles).toMatchObject([{ code: 'nothing-to-merge' }]);
  });

  it('finds conflicts, hooks of the source, and a dirty destination', async () => {
    const { lake } = lakehouse;
    await lake.branch(REPO, 'left');
    await lake.branch(REPO, 'right');
    await lake.commit(REPO, 'left', { 'raw/a.csv': 'left' });
    await lake.commit(REPO, 'right', {
      'raw/a.csv': 'right',
      '_lakefs_actions/check.yaml': action('http://localhost:1', 'le*'),
      '_lakefs_actions/other.yaml': action('http://localhost:1', 'main'),
    });
    await lake.client.objects.write(REPO, 'left', 'x', Buffer.from('x'));
    const { body } = await get('/promotion?branch=right&into=left').expect(200);
    expect(body).toMatchObject({
      conflicts: ['raw/a.csv'],
      hooks: [{ action: 'check', hookId: 'has-owner', type: 'webhook' }],
      obstacles: [{ code: 'uncommitted' }, { code: 'conflict' }],
    });
  });

  it('tells runs of hooks, with what they said', async () => {
    const { lake } = lakehouse;
    await lake.branch(REPO, 'hooked');
    await lake.commit(REPO, 'hooked', {
      '_lakefs_actions/check.yaml': action('http://localhost:1', 'main'),
    });
    await expect(
      lake.client.refs.merge(REPO, 'hooked', 'main'),
    ).rejects.toMatchObject({ status: 412 });
    const { body } = await get('/hooks?branch=main').expect(200);
    expect(body.items).toMatchObject([
      { branch: 'main', eventType: 'pre-merge', status: 'failed' },
    ]);
    const run = await get(`/hooks/${body.items[0].id}`).expect(200);
    expect(run.body.hooks).toMatchObject([
      { action: 'check', hookId: 'has-owner', status: 'failed' },
    ]);
    expect(typeof run.body.hooks[0].output).toBe('string');
    await get('/hooks/none').expect(404);
  });

  it('reads level by level what is too large to be read whole', async () => {
    const { lake } = lakehouse;
    await lake.branch(REPO, 'large');
    const files = Array.from({ length: 10_001 }, (_, at) => [
      `many/${String(at % 3)}/f${at}`,
      'x',
    ]);
    lake.stage(REPO, 'large', Object.fromEntries(files));
    await lake.commit(REPO, 'large', { 'one.txt': 'x' });
    const { body } = await get('/compare?from=main&to=large').expect(200);
    expect(body.items).toMatchObject([
      { path: 'many/', added: 1000, more: true },
      { path: 'one.txt', added: 1 },
    ]);
    const below = await get('/compare?from=main&to=large&prefix=many/0/');
    expect(below.body.items).toHaveLength(100);
    expect(below.body.items[0]).toMatchObject({ added: 1, isFolder: false });
    const tables = await get('/tables?from=main&to=large').expect(200);
    expect(tables.body).toEqual({ items: [], more: true });
  });
});
