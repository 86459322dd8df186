/** What metadata files tell of a table at one commit. */
export interface TableState {
  rows?: number;
  /** Names of columns to their types, in words. */
  columns?: Map<string, string>;
  /** Why rows are not told though columns may be, in a sentence for people. */
  problem?: string;
}

/** Metadata that tells nothing: why, in a sentence for people. */
export class TableProblem extends Error {}

/** Reads files of a repository at one commit. */
export interface TableFiles {
  /** Paths and sizes below a prefix; a `TableProblem` where they are too many. */
  list(
    prefix: string,
  ): Promise<Array<{ path: string; size: number; modifiedAt: number }>>;
  /** JSON, or lines of it; a `TableProblem` where it is too large or none. */
  read(path: string): Promise<string>;
  /** The same for what is no text. */
  readBytes(path: string): Promise<Uint8Array>;
}

const LONGEST_TYPE = 200;
const MOST_COLUMNS = 1_000;

/** Columns by name, from a list of fields; what is no field is left out. */
export function toColumns(
  fields: unknown,
  typeOf: (type: unknown) => string,
): Map<string, string> {
  const columns = new Map<string, string>();
  for (const field of Array.isArray(fields)
    ? fields.slice(0, MOST_COLUMNS)
    : []) {
    if (typeof field?.name === 'string') {
      columns.set(field.name, typeOf(field.type).slice(0, LONGEST_TYPE));
    }
  }
  return columns;
}

/** Throws a `TableProblem` with the name of the file. */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TableProblem(`${path} is not the JSON that it should be`);
  }
}
