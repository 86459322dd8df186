import { Entry, RowKey } from './types';

/** A cursor that no page of this query can have given. */
export class InvalidCursorError extends Error {
  constructor(cause?: unknown) {
    super('The cursor is not valid for this query', { cause });
    this.name = 'InvalidCursorError';
  }
}

/**
 * Where a page ended: the last row as it was then, and its key. Going on means
 * "greater than this", so it does not matter what became of that row, and any
 * replica can go on.
 */
export interface CursorPosition<TRow> {
  key: RowKey;
  row?: TRow;
}

/** Longer than any honest cursor; what is longer is not worth decoding. */
const MAX_CURSOR_LENGTH = 64 * 1024;

export function encodeCursor<TRow>(
  entry: Pick<Entry<TRow>, 'key' | 'row'>,
  sorted: { fields?: readonly (keyof TRow)[] } | undefined,
): string {
  let row: Partial<TRow> | undefined;
  if (sorted) {
    const { fields } = sorted;
    row = fields
      ? (Object.fromEntries(
          fields.map(field => [field, entry.row[field]]),
        ) as Partial<TRow>)
      : entry.row;
  }
  return Buffer.from(JSON.stringify([entry.key, row])).toString('base64url');
}

export function decodeCursor<TRow>(
  cursor: string,
  sorted: boolean,
): CursorPosition<TRow> {
  if (cursor.length > MAX_CURSOR_LENGTH) {
    throw new InvalidCursorError();
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (error) {
    throw new InvalidCursorError(error);
  }
  if (
    !Array.isArray(parsed) ||
    typeof parsed[0] !== 'string' ||
    (sorted && (typeof parsed[1] !== 'object' || parsed[1] === null))
  ) {
    throw new InvalidCursorError();
  }
  return { key: parsed[0], row: sorted ? (parsed[1] as TRow) : undefined };
}
