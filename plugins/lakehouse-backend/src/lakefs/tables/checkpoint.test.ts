import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKPOINT_LIMITS, readCheckpoint } from './readCheckpoint';
import { readDelta as readDeltaWithin } from './readDelta';
import { type TableFiles, TableProblem } from './TableState';

jest.setTimeout(60_000);

const LOG = 't/_delta_log/';
const CHECKPOINT = checkpointOf(2);

/** What `__fixtures__/makeCheckpoints.py` made with a writer of Delta's own. */
const fixture = (name: string) =>
  new Uint8Array(readFileSync(join(__dirname, '__fixtures__', name)));

function checkpointOf(version: number, rest = ''): string {
  return `${LOG}${String(version).padStart(20, '0')}.checkpoint${rest}.parquet`;
}

const commitOf = (version: number) =>
  `${LOG}${String(version).padStart(20, '0')}.json`;

const add = (path: string, numRecords: number) =>
  JSON.stringify({ add: { path, stats: JSON.stringify({ numRecords }) } });

const schema = (...names: string[]) =>
  JSON.stringify({
    metaData: {
      schemaString: JSON.stringify({
        fields: names.map(name => ({ name, type: 'long' })),
      }),
    },
  });

/** Time enough also for a busy machine. */
const LIMITS = { ...CHECKPOINT_LIMITS, bytes: 1_000_000, ms: 50_000 };

const readDelta = (files: TableFiles, folder: string) =>
  readDeltaWithin(files, folder, { limits: LIMITS });

const filesOf = (files: Record<string, string | Uint8Array>) => {
  const asked: string[] = [];
  const read = async (path: string) => {
    asked.push(path);
    return files[path];
  };
  return {
    asked,
    list: async () =>
      Object.keys(files).map(path => ({ path, size: 1, modifiedAt: 0 })),
    read: read as TableFiles['read'],
    readBytes: read as TableFiles['readBytes'],
  };
};

describe('a checkpoint of Delta', () => {
  it.each(['checkpoint.parquet', 'checkpoint.snappy.parquet'])(
    'begins the log, which goes on with the commits since: %s',
    async name => {
      const files = filesOf({
        [commitOf(0)]: 'is not read',
        [commitOf(2)]: 'is not read',
        [CHECKPOINT]: fixture(name),
        [commitOf(3)]: add('new', 5),
      });
      const state = await readDelta(files, 't/');
      expect(state.rows).toBe(11);
      expect([...state.columns!]).toEqual([
        ['id', 'long'],
        ['country', 'string'],
      ]);
      expect(files.asked).toEqual([CHECKPOINT, commitOf(3)]);
    },
  );

  it('is enough where nothing was committed since', async () => {
    const files = filesOf({ [CHECKPOINT]: fixture('checkpoint.parquet') });
    expect((await readDelta(files, 't/')).rows).toBe(6);
  });

  it('takes away what a commit since removes, and its schema for the newer one', async () => {
    const { files } = await readCheckpoint(
      fixture('checkpoint.parquet'),
      CHECKPOINT,
      LIMITS,
    );
    expect(files).toHaveLength(2);
    const remove = JSON.stringify({ remove: { path: files[0].path } });
    const state = await readDelta(
      filesOf({
        [CHECKPOINT]: fixture('checkpoint.parquet'),
        [commitOf(3)]: `${remove}\n${schema('only')}`,
      }),
      't/',
    );
    expect(state.rows).toBe(
      6 - (files[0].stats as { numRecords: number }).numRecords,
    );
    expect([...state.columns!.keys()]).toEqual(['only']);
  });

  it.each<[string, Record<string, string | Uint8Array>, RegExp]>([
    [
      'one that is packed otherwise',
      { [CHECKPOINT]: fixture('checkpoint.gzip.parquet') },
      /checkpoint\.parquet is packed in a way that is not read$/,
    ],
    [
      'one that is none',
      { [CHECKPOINT]: new Uint8Array(64) },
      /checkpoint\.parquet is not the Parquet file that it should be$/,
    ],
    [
      'one in parts',
      { [checkpointOf(2, '.0000000001.0000000002')]: new Uint8Array() },
      /^the beginning of the log in t\/_delta_log\/ is only in a checkpoint of several files, which is not read$/,
    ],
    ['none at all', {}, /^commits are missing in t\/_delta_log\/$/],
  ])(
    'says that rows are not told by %s, and columns of a commit since',
    async (_, begin, problem) => {
      const state = await readDelta(
        filesOf({
          ...begin,
          [commitOf(3)]: schema('a', 'b'),
          [commitOf(4)]: add('x', 1),
        }),
        't/',
      );
      expect(state.rows).toBeUndefined();
      expect(state.problem).toMatch(problem);
      expect([...state.columns!.keys()]).toEqual(['a', 'b']);
    },
  );

  it('is not needed where all commits are there', async () => {
    const state = await readDelta(
      filesOf({
        [commitOf(0)]: add('x', 1),
        [commitOf(1)]: add('y', 1),
        [checkpointOf(1)]: new Uint8Array(64),
      }),
      't/',
    );
    expect(state).toEqual({ rows: 2 });
  });

  it('says that commits are missing since', async () => {
    const state = await readDelta(
      filesOf({
        [CHECKPOINT]: fixture('checkpoint.parquet'),
        [commitOf(4)]: add('x', 1),
      }),
      't/',
    );
    expect(state.rows).toBeUndefined();
    expect(state.problem).toBe('commits are missing in t/_delta_log/');
  });

  it.each([
    [{ rows: 1 }, /has 5 rows, of which no more than 1 are read$/],
    [{ ms: 1 }, /takes too much to be read here$/],
    [{ bytes: 10 }, /takes too much to be read here$/],
  ])('costs no more than %j', async (limit, message) => {
    const read = readCheckpoint(fixture('checkpoint.parquet'), CHECKPOINT, {
      ...LIMITS,
      ...limit,
    });
    await expect(read).rejects.toThrow(TableProblem);
    await expect(read).rejects.toThrow(message);
  });

  it('takes no more memory than it may, where it asks for more', async () => {
    // A few kilobytes of one path, a hundred thousand times.
    const read = readCheckpoint(fixture('bomb.parquet'), CHECKPOINT, {
      ...{ ...LIMITS, megabytes: 16 },
    });
    await expect(read).rejects.toThrow(/takes too much to be read here$/);
    await expect(
      readCheckpoint(fixture('bomb.parquet'), CHECKPOINT, LIMITS),
    ).rejects.toThrow(/takes too much to be read here$/);
  });

  it('is told or a problem, whatever byte of it is another', async () => {
    const whole = fixture('checkpoint.parquet');
    for (let at = 5; at < whole.length; at += Math.ceil(whole.length / 12)) {
      const broken = new Uint8Array(whole);
      broken[at] = ~broken[at];
      const outcome = await readCheckpoint(broken, CHECKPOINT, {
        ...{ ...LIMITS, ms: 2_000 },
      }).catch(error => error);
      expect(
        outcome instanceof TableProblem || Array.isArray(outcome.files),
      ).toBe(true);
    }
  });
});
