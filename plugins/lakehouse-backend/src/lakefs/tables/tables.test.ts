import { findMarks, findTables, tableOf } from './findTables';
import { readFolder } from './lookInto';
import { readDelta } from './readDelta';
import { readIceberg } from './readIceberg';
import { type TableFiles, TableProblem } from './TableState';

/** Files in memory, later ones newer. */
const filesOf = (texts: Record<string, unknown>): TableFiles => ({
  list: async prefix =>
    Object.keys(texts)
      .filter(path => path.startsWith(prefix))
      .map((path, at) => ({ path, size: 1, modifiedAt: at })),
  read: async path => {
    const text = texts[path];
    return typeof text === 'string' ? text : JSON.stringify(text);
  },
  readBytes: async path => texts[path] as Uint8Array,
});

const at = (...paths: string[]) => paths.map(path => ({ path }));

describe('findTables', () => {
  it.each<[string, string[], Record<string, string>]>([
    ['Delta', ['a/t/_delta_log/0.json', 'a/t/p.parquet'], { 'a/t': 'delta' }],
    [
      'Iceberg',
      ['t/metadata/v1.metadata.json', 't/data/day=1/p.parquet'],
      { t: 'iceberg' },
    ],
    ['Parquet by partitions', ['t/y=1/m=2/p.parquet'], { t: 'parquet' }],
    ['a table that is the repository', ['_delta_log/0.json'], { '': 'delta' }],
    [
      'a table in another',
      ['a/_delta_log/0.json', 'a/b/metadata/v1.metadata.json'],
      { a: 'delta', 'a/b': 'iceberg' },
    ],
    [
      'plain tables below a folder with a loose file, whichever comes first',
      ['a/loose.parquet', 'a/t/day=1/p.parquet', 'a/u/p.parquet'],
      { a: 'parquet', 'a/t': 'parquet', 'a/u': 'parquet' },
    ],
    [
      'a table that is being written',
      ['a/t/_temporary/0/p.parquet', 'a/u/d=1/.staging/p.parquet'],
      { 'a/t': 'parquet', 'a/u': 'parquet' },
    ],
    [
      'no plain table in one of Delta',
      ['t/_delta_log/0.json', 't/sub/p.parquet'],
      { t: 'delta' },
    ],
    ['none', ['a/b.csv', 'metadata.json', 'a/metadata/x.json'], {}],
  ])('finds %s', (_, paths, tables) => {
    expect(Object.fromEntries(findTables(at(...paths)))).toEqual(tables);
  });

  it.each<[string, string[], Record<string, string>]>([
    [
      'no folder of tables',
      ['a/loose.parquet', 'a/t/p.parquet'],
      { 'a/t': 'parquet' },
    ],
    [
      'no folder above one with metadata',
      ['a/loose.parquet', 'a/b/t/_delta_log/0.json'],
      { 'a/b/t': 'delta' },
    ],
    [
      'a table with metadata, whatever is below',
      ['a/_delta_log/0.json', 'a/b/metadata/v1.metadata.json'],
      { a: 'delta', 'a/b': 'iceberg' },
    ],
    ['a table by partitions', ['a/d=1/p.parquet'], { a: 'parquet' }],
  ])('marks %s', (_, paths, marks) => {
    expect(Object.fromEntries(findMarks(at(...paths)))).toEqual(marks);
  });

  it('takes the innermost table for the one that a path is in', () => {
    const tables = new Map([
      ['a', 'delta' as const],
      ['a/b', 'iceberg' as const],
    ]);
    expect(tableOf('a/b/c/d', tables)).toBe('a/b');
    expect(tableOf('a/x', tables)).toBe('a');
    expect(tableOf('ab/x', tables)).toBeUndefined();
    expect(tableOf('/x', tables)).toBeUndefined();
  });
});

describe('readFolder', () => {
  const entries = (...paths: string[]) =>
    paths.map(path => ({ path, isPrefix: path.endsWith('/') }));

  it.each<[string, string[], Partial<ReturnType<typeof readFolder>>]>([
    ['a table of one file', ['t/p.parquet'], { hasLoose: true }],
    ['partitions', ['t/day=1/', 't/day=2/'], {}],
    ['partitions and what Spark hides', ['t/_spark_metadata/', 't/d=1/'], {}],
    [
      'a file beside tables',
      ['t/a/', 't/b/', 't/p.parquet'],
      { hasLoose: true, hasTables: true },
    ],
    ['tables alone', ['t/a/'], { hasTables: true }],
    ['a log of Delta', ['t/_delta_log/', 't/a/'], { format: 'delta' }],
    ['metadata of Iceberg', ['t/metadata/', 't/data/'], { format: 'iceberg' }],
    ['nothing', [], { isThere: false }],
  ])('knows %s', (_, paths, expected) => {
    expect(
      readFolder({ folder: 't', format: 'parquet' }, entries(...paths)),
    ).toEqual({
      ...{ isThere: true, hasLoose: false, hasTables: false },
      ...expected,
    });
  });

  it('takes the word of metadata that changed', () => {
    const look = readFolder(
      { folder: '', format: 'delta' },
      entries('a/', 'b/'),
    );
    expect(look.hasTables).toBe(false);
  });
});

const schema = (id: number, ...names: string[]) => ({
  'schema-id': id,
  fields: names.map(name => ({ name, type: 'long' })),
});

describe('Iceberg', () => {
  const newest = {
    'current-schema-id': 2,
    schemas: [schema(1, 'old'), schema(2, 'new')],
    // More than a number can hold.
    'current-snapshot-id': 3051729675574597004,
    snapshots: [
      { 'snapshot-id': 1, summary: { 'total-records': '1' } },
      {
        'snapshot-id': 3051729675574597004,
        summary: { 'total-records': '42' },
      },
    ],
  };

  it('reads the newest metadata by its number, not by its name', async () => {
    const state = await readIceberg(
      filesOf({
        't/metadata/00010-b.metadata.json': newest,
        't/metadata/00009-c.metadata.json': {},
        't/metadata/snap-1.avro': '',
      }),
      't/',
    );
    expect(state.rows).toBe(42);
    expect([...state.columns!]).toEqual([['new', 'long']]);
  });

  it('knows version 1, nested types, and a table that was never written', async () => {
    const state = await readIceberg(
      filesOf({
        't/metadata/v1.metadata.json': {
          schema: {
            fields: [
              {
                name: 'tags',
                type: {
                  type: 'map',
                  key: 'string',
                  value: {
                    type: 'list',
                    element: {
                      type: 'struct',
                      fields: [{ name: 'a', type: 'int' }],
                    },
                  },
                },
              },
            ],
          },
          'current-snapshot-id': -1,
        },
      }),
      't/',
    );
    expect(state.rows).toBe(0);
    expect([...state.columns!.values()]).toEqual([
      'map<string, list<struct<a: int>>>',
    ]);
  });

  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['a number', 7],
    ['nothing', {}],
    ['a schema without fields', { schema: { fields: 'x' } }],
    ['a schema that is not there', { schemas: [], 'current-schema-id': 1 }],
  ])('says what is wrong with %s', async (_, metadata) => {
    await expect(
      readIceberg(filesOf({ 't/metadata/v1.metadata.json': metadata }), 't/'),
    ).rejects.toThrow(TableProblem);
  });

  it.each<[string, unknown]>([
    ['snapshots', 'x'],
    ['snapshots', [null, 7]],
    ['snapshots', [{ 'snapshot-id': 7 }]],
    ['snapshots', [{ 'snapshot-id': 7, summary: { 'total-records': '-1' } }]],
  ])('knows no rows where %s is %j', async (key, value) => {
    const metadata = { schema: { fields: [] }, 'current-snapshot-id': 7 };
    const state = await readIceberg(
      filesOf({ 't/metadata/v1.metadata.json': { ...metadata, [key]: value } }),
      't/',
    );
    expect(state.rows).toBeUndefined();
  });

  it('does not unpack', async () => {
    await expect(
      readIceberg(filesOf({ 't/metadata/v1.gz.metadata.json': '' }), 't/'),
    ).rejects.toThrow('is packed');
  });
});

describe('Delta', () => {
  const version = (number: number) => String(number).padStart(20, '0');
  const log = (...commits: object[][]) =>
    filesOf(
      Object.fromEntries(
        commits.map((actions, number) => [
          `t/_delta_log/${version(number)}.json`,
          actions.map(action => JSON.stringify(action)).join('\n'),
        ]),
      ),
    );
  const add = (path: string, stats?: unknown) => ({ add: { path, stats } });
  const rows = (numRecords: number) => JSON.stringify({ numRecords });
  const metaData = (type: unknown) => ({
    metaData: {
      schemaString: JSON.stringify({ fields: [{ name: 'a', type }] }),
    },
  });

  it('adds up what is added, without what is removed, and takes the last schema', async () => {
    const state = await readDelta(
      log(
        [metaData('long'), add('x', rows(3)), add('y', rows(4))],
        [{ remove: { path: 'x' } }, add('z', rows(5))],
        [metaData({ type: 'array', elementType: 'string' })],
      ),
      't/',
    );
    expect(state.rows).toBe(9);
    expect([...state.columns!]).toEqual([['a', 'array<string>']]);
  });

  it.each<[string, unknown]>([
    ['no statistics', undefined],
    ['statistics that are no JSON', '{'],
    ['statistics without rows', '{}'],
  ])('knows no rows with %s', async (_, stats) => {
    const state = await readDelta(log([add('x', stats)]), 't/');
    expect(state.rows).toBeUndefined();
  });

  it('takes a file whose rows were taken out in part for another', async () => {
    const vector = (cardinality: number, name: string) => ({
      deletionVector: { storageType: 'u', pathOrInlineDv: name, cardinality },
    });
    const state = await readDelta(
      log(
        [add('x', rows(10)), add('y', rows(5))],
        [
          { add: { path: 'x', stats: rows(10), ...vector(3, 'a') } },
          { remove: { path: 'x' } },
        ],
        [
          { remove: { path: 'x', ...vector(3, 'a') } },
          { add: { path: 'x', stats: rows(10), ...vector(4, 'b') } },
        ],
      ),
      't/',
    );
    expect(state.rows).toBe(11);
  });

  it.each<[string, string]>([
    ['no JSON', '{'],
    ['a schema that is no JSON', '{"metaData":{"schemaString":"{"}}'],
  ])('says what is wrong with %s', async (_, text) => {
    const files = filesOf({ [`t/_delta_log/${version(0)}.json`]: text });
    await expect(readDelta(files, 't/')).rejects.toThrow(TableProblem);
  });

  it.each(['null', '7', '[]', '{"add":7,"remove":[],"metaData":null}'])(
    'leaves %s alone',
    async text => {
      const files = filesOf({ [`t/_delta_log/${version(0)}.json`]: text });
      expect(await readDelta(files, 't/')).toEqual({ rows: 0 });
    },
  );
});
