import { InputError } from '@backstage/errors';

/** Where a page of runs ended: the value that it is sorted by, and what tells two with the same one apart. */
export interface PageEnd {
  value: string | number;
  runId: string;
}

export function writePageEnd({ value, runId }: PageEnd): string {
  return Buffer.from(JSON.stringify([value, runId])).toString('base64url');
}

/** `type` is that of the values which the list is sorted by. */
export function readPageEnd(
  cursor: string,
  type: 'string' | 'number',
): PageEnd {
  try {
    const [value, runId] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString('utf8'),
    );
    if (typeof value === type && typeof runId === 'string') {
      return { value, runId };
    }
  } catch {
    // Told below, as any other cursor that is not ours.
  }
  throw new InputError('cursor is not one that this list gave out');
}
