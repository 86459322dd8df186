import { execFile } from 'node:child_process';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
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

/** Of a portal. */
export const CHECKPOINT_LIMITS: CheckpointLimits = {
  ...{ rows: 100_000, bytes: 32 * 1024 * 1024, megabytes: 256, ms: 5_000 },
};

/** Each takes memory of its own. */
const inTurn = pLimit(2);

/**
 * A few bytes of Parquet may ask for any amount of memory and time, and
 * whoever writes to a repository writes them. They are read in a process that
 * can be ended, and that knows nothing else. Its program is published beside
 * `dist`, as migrations are: nothing imports it.
 */
const PROGRAM = resolvePackagePath(
  '@lakefront/backstage-plugin-lakehouse-backend',
  'programs/readCheckpoint.mjs',
);

type Answer =
  | Checkpoint
  | { tooMany: number }
  /** In words of the library. */
  | { failed: string };

/** Reads what a checkpoint of Delta in one Parquet file tells; a `TableProblem` where that can't be read within the limits. */
export async function readCheckpoint(
  bytes: Uint8Array,
  path: string,
  limits = CHECKPOINT_LIMITS,
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
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [`--max-old-space-size=${megabytes}`, PROGRAM, String(rows)],
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
