import { isRecord } from '@lakefront/backstage-plugin-lakehouse-common';
import {
  parseJson,
  type TableFiles,
  TableProblem,
  type TableState,
  toColumns,
} from './TableState';
import { typeText, type TypeWords } from './typeText';

const COMMIT = /\/(\d{20})\.json$/;
/** Files of the log that are read of one table. */
const MOST_COMMITS = 200;
const TYPES: TypeWords = {
  list: 'array',
  element: 'elementType',
  key: 'keyType',
  value: 'valueType',
};

/**
 * Rows and columns of a Delta table, from its log. A log whose beginning is
 * only in checkpoints (Parquet) is not read: a `TableProblem` says so.
 */
export async function readDelta(
  files: TableFiles,
  folder: string,
): Promise<TableState> {
  const log = (await files.list(`${folder}_delta_log/`))
    .filter(({ path }) => COMMIT.test(path))
    .map(({ path }) => ({ path, version: Number(COMMIT.exec(path)![1]) }))
    .sort((a, b) => a.version - b.version);
  if (log.length === 0) {
    return {};
  }
  if (log.some(({ version }, at) => version !== at)) {
    throw new TableProblem(
      `the beginning of the log in ${folder}_delta_log/ is only in checkpoints, which are not read`,
    );
  }
  if (log.length > MOST_COMMITS) {
    throw new TableProblem(
      `the log in ${folder}_delta_log/ has ${log.length} commits, of which no more than ${MOST_COMMITS} are read`,
    );
  }
  const state: LogState = { rows: new Map() };
  for (const { path } of log) {
    for (const line of (await files.read(path)).split('\n')) {
      if (line.trim() !== '') {
        apply(parseJson(line, path), state);
      }
    }
  }
  return {
    rows: sumOf([...state.rows.values()]),
    ...(state.schema !== undefined && {
      columns: toColumns(fieldsOf(state.schema, folder), type =>
        typeText(type, TYPES),
      ),
    }),
  };
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
  if (isRecord(add) && typeof add.path === 'string') {
    state.rows.set(add.path, rowsIn(add.stats));
  }
  if (isRecord(remove) && typeof remove.path === 'string') {
    state.rows.delete(remove.path);
  }
  if (isRecord(metaData) && typeof metaData.schemaString === 'string') {
    state.schema = metaData.schemaString;
  }
}

function rowsIn(stats: unknown): number | undefined {
  try {
    const told: unknown = typeof stats === 'string' ? JSON.parse(stats) : stats;
    const rows = isRecord(told) ? told.numRecords : undefined;
    return Number.isSafeInteger(rows) ? (rows as number) : undefined;
  } catch {
    // Statistics are no more than that.
    return undefined;
  }
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
