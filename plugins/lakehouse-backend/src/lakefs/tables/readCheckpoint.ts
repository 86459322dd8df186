import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import pLimit from 'p-limit';
import { TableProblem } from './TableState';

/** A file of the table, as a checkpoint or a commit of the log names it. */
export interface DeltaFile {
  path: string;
  /** JSON, or the object that it tells. */
  stats?: unknown;
  deletionVector?: unknown;
}

/** What of a checkpoint says which rows and columns a table has. */
export interface Checkpoint {
  files: DeltaFile[];
  schema?: string;
  /** Files are named in further files beside it. */
  hasSidecars: boolean;
}

/** What reading a checkpoint may cost. */
export interface CheckpointLimits {
  /** Actions in it. */
  rows: number;
  /** Of what they tell. */
  bytes: number;
  /** Of memory, while it is read. */
  megabytes: number;
  ms: number;
}

const LIMITS: CheckpointLimits = {
  ...{ rows: 100_000, bytes: 32 * 1024 * 1024, megabytes: 256, ms: 5_000 },
};

/** Each takes memory of its own. */
const inTurn = pLimit(2);

/**
 * A few bytes of Parquet may ask for any amount of memory and time, and
 * whoever writes to a repository writes them. They are read in a process that
 * can be ended, and that knows nothing else.
 */
const READ = `
const [library, most] = process.argv.slice(1);
const wanted = ['add', 'metaData', 'sidecar'];
const toNumber = value => (typeof value === 'bigint' ? Number(value) : value);
const toFile = ({ path, stats, stats_parsed, deletionVector: vector }) => ({
  path,
  stats: typeof stats === 'string'
    ? { numRecords: JSON.parse(stats).numRecords }
    : { numRecords: toNumber(stats_parsed?.numRecords) },
  deletionVector: vector && {
    storageType: vector.storageType,
    pathOrInlineDv: vector.pathOrInlineDv,
    offset: vector.offset,
    cardinality: toNumber(vector.cardinality),
  },
});
const read = async () => {
  const { parquetMetadataAsync, parquetReadObjects } = await import(library);
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const file = new Uint8Array(Buffer.concat(chunks)).buffer;
  const metadata = await parquetMetadataAsync(file);
  if (metadata.num_rows > Number(most)) {
    return { tooMany: Number(metadata.num_rows) };
  }
  const there = metadata.schema.map(({ name }) => name);
  const columns = wanted.filter(name => there.includes(name));
  const rows = await parquetReadObjects({ file, metadata, columns });
  return {
    files: rows.flatMap(({ add }) => (add ? [toFile(add)] : [])),
    schema: rows.filter(({ metaData }) => metaData).pop()?.metaData.schemaString,
    hasSidecars: rows.some(({ sidecar }) => sidecar),
  };
};
read()
  .catch(error => ({ failed: String(error?.message) }))
  .then(answer => process.stdout.write(JSON.stringify(answer)));
`;

type Answer =
  | Checkpoint
  | { tooMany: number }
  /** In words of the library. */
  | { failed: string };

/** Reads what a checkpoint of Delta in one Parquet file tells; a `TableProblem` where that can't be read within the limits. */
export async function readCheckpoint(
  bytes: Uint8Array,
  path: string,
  limits: CheckpointLimits = LIMITS,
): Promise<Checkpoint> {
  const answer = await inTurn(() => readApart(bytes, path, limits));
  if ('tooMany' in answer) {
    throw new TableProblem(
      `${path} has ${answer.tooMany} rows, of which no more than ${limits.rows} are read`,
    );
  }
  if ('failed' in answer) {
    throw new TableProblem(
      answer.failed.includes('compression codec')
        ? `${path} is packed in a way that is not read`
        : `${path} is not the Parquet file that it should be`,
    );
  }
  return answer;
}

function readApart(
  bytes: Uint8Array,
  path: string,
  { rows, bytes: maxBuffer, megabytes, ms }: CheckpointLimits,
): Promise<Answer> {
  const library = pathToFileURL(require.resolve('hyparquet')).href;
  const args = [`--max-old-space-size=${megabytes}`, '-e', READ];
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [...args, library, String(rows)],
      // Nothing of the portal's is its to know.
      { env: {}, killSignal: 'SIGKILL', maxBuffer, timeout: ms },
      (error, stdout) =>
        error
          ? reject(new TableProblem(`${path} takes too much to be read here`))
          : resolve(JSON.parse(stdout)),
    );
    // It may have ended before it took all: its end tells.
    child.stdin?.on('error', () => {});
    child.stdin?.end(bytes);
  });
}
