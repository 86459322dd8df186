import { InputError } from '@backstage/errors';
import type { ChangeRow } from './ChangeRow';

/** Where a page of the list ended: newest first, the id tells two of one moment apart. */
export function writeCursor(row: Pick<ChangeRow, 'createdAt' | 'id'>): string {
  return Buffer.from(JSON.stringify([row.createdAt, row.id])).toString(
    'base64url',
  );
}

export function readCursor(cursor: string): { createdAt: number; id: string } {
  try {
    const [createdAt, id] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString('utf8'),
    );
    if (Number.isSafeInteger(createdAt) && typeof id === 'string') {
      return { createdAt, id };
    }
  } catch {
    // Told below, as any other cursor that is not ours.
  }
  throw new InputError('cursor is not one that this list gave out');
}
