import { InputError } from '@backstage/errors';

/** How a list that is in memory is sorted and paged. */
export interface PickQuestion<TSort extends string> {
  sort: TSort;
  descending: boolean;
  limit: number;
  cursor?: string;
}

/**
 * What comes after a page, in order. The value that is sorted by, and a key
 * that no two have, say where it ended: what comes or goes meanwhile is
 * neither told twice nor left out.
 */
export function pickAfter<T>(
  items: readonly T[],
  options: {
    question: PickQuestion<string>;
    valueOf(item: T): string;
    keyOf(item: T): string;
  },
): T[] {
  const { question, valueOf, keyOf } = options;
  const sign = question.descending ? -1 : 1;
  const placed = items.map(item => ({
    ...{ item, value: valueOf(item), key: keyOf(item) },
  }));
  const end =
    question.cursor === undefined ? undefined : readPickCursor(question.cursor);
  return placed
    .filter(one => !end || sign * compare(one, end) > 0)
    .sort((a, b) => sign * compare(a, b))
    .map(({ item }) => item);
}

export function writePickCursor(value: string, key: string): string {
  return Buffer.from(JSON.stringify([value, key])).toString('base64url');
}

interface End {
  value: string;
  key: string;
}

function readPickCursor(cursor: string): End {
  try {
    const [value, key] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString('utf8'),
    );
    if (typeof value === 'string' && typeof key === 'string') {
      return { value, key };
    }
  } catch {
    // Told below, as any other cursor that is not ours.
  }
  throw new InputError('cursor is not one that this list gave out');
}

function compare(a: End, b: End): number {
  return (
    a.value.localeCompare(b.value, 'en') || a.key.localeCompare(b.key, 'en')
  );
}
