import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** One request to a real lakeFS, and its answer. */
export interface Recorded {
  note: string;
  request: {
    method: string;
    /** Below `/api/v1`. */
    path: string;
    body?: unknown;
    /** How many bytes were uploaded. */
    bytes?: number;
  };
  response: { status: number; contentType: string | null; body: unknown };
}

/** Beside the repository; a clone elsewhere has none. */
const FILE = resolve(
  __dirname,
  '../../../../../shared/data/lakefs/transcript.json',
);

/** What a real server was asked and answered, or undefined where that is not kept here. */
export function readTranscript(): Recorded[] | undefined {
  return existsSync(FILE)
    ? JSON.parse(readFileSync(FILE, 'utf8')).recorded
    : undefined;
}
