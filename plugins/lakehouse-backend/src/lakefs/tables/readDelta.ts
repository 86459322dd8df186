import { isRecord } from '@lakefront/backstage-plugin-lakehouse-common';
import {
  CHECKPOINT_LIMITS,
  type CheckpointLimits,
  type DeltaFile,
  readCheckpoint,
} from './readCheckpoint';
import {
  parseJson,
  type TableFiles,
  TableProblem,
  type TableState,
  toColumns,
} from './TableState';
import { typeText, type TypeWords } from './typeText';

const COMMIT = /\/(\d{20})\.json$/;
/** In one file; others are in parts, or have files beside them. */
const WHOLE_CHECKPOINT = /\/(\d{20})\.checkpoint\.parquet$/;
const ANY_CHECKPOINT = /\/(\d{20})\.checkpoint\./;
/** Files of the log that are read of one table. */
const MOST_COMMITS = 200;
const TYPES: TypeWords = {
  list: 'array',
  element: 'elementType',
  key: 'keyType',
  value: 'valueType',
};

/**
 * Rows and columns of a Delta table, from its log: the newest checkpoint that
 * is one file, and the commits since. Where the beginning of the log can't be
 * read, a `problem` says that rows are not told; columns are, where a commit
 * since tells them.
 */
export async function readDelta(
  files: TableFiles,
  folder: string,
  { limits = CHECKPOINT_LIMITS } = {},
): Promise<TableState> {
  const place = `${folder}_delta_log/`;
  const found = (await files.list(place)).map(({ path }) => path);
  const commits = versionsOf(found, COMMIT);
  const [checkpoint] = versionsOf(found, WHOLE_CHECKPOINT).reverse();
  if (commits.length === 0 && !checkpoint) {
    return {};
  }
  const state: LogState = { rows: new Map() };
  let problem = await begin(files, checkpoint, state, limits);
  const first = checkpoint && !problem ? checkpoint.version + 1 : 0;
  const since = commits.filter(({ version }) => version >= first);
  const told = since.slice(-MOST_COMMITS);
  if (since.some(({ version }, at) => version !== first + at)) {
    problem ??= hasBeginningElsewhere(found, since[0].version)
      ? `the beginning of the log in ${place} is only in a checkpoint of several files, which is not read`
      : `commits are missing in ${place}`;
  } else if (since.length > MOST_COMMITS) {
    problem = `the log in ${place} has ${since.length} commits since its beginning or last checkpoint, of which no more than ${MOST_COMMITS} are read`;
  } else {
    // All of the log is there without it.
    problem = since[0]?.version === 0 ? undefined : problem;
  }
  for (const { path } of told) {
    for (const line of (await files.read(path)).split('\n')) {
      if (line.trim() !== '') {
        apply(parseJson(line, path), state);
      }
    }
  }
  return {
    ...(problem ? { problem } : { rows: sumOf([...state.rows.values()]) }),
    ...(state.schema !== undefined && {
      columns: toColumns(fieldsOf(state.schema, folder), type =>
        typeText(type, TYPES),
      ),
    }),
  };
}

/** Reads the checkpoint that the log begins with; answers why it can't be. */
async function begin(
  files: TableFiles,
  checkpoint: { path: string } | undefined,
  state: LogState,
  limits: CheckpointLimits,
): Promise<string | undefined> {
  if (!checkpoint) {
    return undefined;
  }
  const { path } = checkpoint;
  try {
    const told = await readCheckpoint(
      await files.readBytes(path),
      path,
      limits,
    );
    if (told.hasSidecars) {
      return `${path} names further files, which are not read`;
    }
    told.files.forEach(file => addTo(state, file));
    state.schema = told.schema;
    return undefined;
  } catch (error) {
    if (error instanceof TableProblem) {
      return error.message;
    }
    throw error;
  }
}

/** Files of the log that have a version by that pattern, the oldest first. */
function versionsOf(
  paths: readonly string[],
  pattern: RegExp,
): Array<{ path: string; version: number }> {
  return paths
    .flatMap(path => {
      const version = pattern.exec(path)?.[1];
      return version ? [{ path, version: Number(version) }] : [];
    })
    .sort((a, b) => a.version - b.version);
}

function hasBeginningElsewhere(
  paths: readonly string[],
  version: number,
): boolean {
  return versionsOf(paths, ANY_CHECKPOINT).some(
    one => one.version >= version - 1,
  );
}

interface LogState {
  /** Files that make up the table, with their rows where they are counted. */
  rows: Map<string, number | undefined>;
  schema?: string;
}

function apply(action: unknown, state: LogState): void {
  if (!isRecord(action)) {
    return;
  }
  const { add, remove, metaData } = action;
  if (isRecord(remove) && typeof remove.path === 'string') {
    state.rows.delete(keyOf({ ...remove, path: remove.path }));
  }
  if (isRecord(add) && typeof add.path === 'string') {
    addTo(state, { ...add, path: add.path });
  }
  if (isRecord(metaData) && typeof metaData.schemaString === 'string') {
    state.schema = metaData.schemaString;
  }
}

function addTo(state: LogState, file: DeltaFile): void {
  state.rows.set(keyOf(file), rowsIn(file));
}

/** The same file with other rows taken out of it is another. */
function keyOf({ path, deletionVector }: DeltaFile): string {
  if (!isRecord(deletionVector)) {
    return path;
  }
  const { storageType, pathOrInlineDv, offset } = deletionVector;
  return JSON.stringify([path, storageType, pathOrInlineDv, offset ?? null]);
}

/** Rows of a file, without those that were taken out of it. */
function rowsIn({ stats, deletionVector }: DeltaFile): number | undefined {
  const rows = countOf(statsOf(stats), 'numRecords');
  const taken = isRecord(deletionVector)
    ? countOf(deletionVector, 'cardinality')
    : 0;
  return rows === undefined || taken === undefined ? undefined : rows - taken;
}

function statsOf(stats: unknown): unknown {
  try {
    return typeof stats === 'string' ? JSON.parse(stats) : stats;
  } catch {
    // Statistics are no more than that.
    return undefined;
  }
}

/** JSON has numbers, Parquet those of 64 bits. */
function countOf(object: unknown, key: string): number | undefined {
  const told = isRecord(object) ? object[key] : undefined;
  const count = typeof told === 'bigint' ? Number(told) : told;
  return Number.isSafeInteger(count) ? (count as number) : undefined;
}

/** A file that does not say how many makes the sum unknown. */
function sumOf(rows: Array<number | undefined>): number | undefined {
  return rows.reduce(
    (sum, count) =>
      sum === undefined || count === undefined ? undefined : sum + count,
    0,
  );
}

function fieldsOf(schema: string, folder: string): unknown {
  const told = parseJson(schema, `the schema in ${folder}_delta_log/`);
  return isRecord(told) ? told.fields : undefined;
}
