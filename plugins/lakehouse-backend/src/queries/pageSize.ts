/**
 * Rows of one answer, in bytes of JSON. With what stands around them no answer
 * is above 1 MB, which is what proxies and browsers take without complaint.
 */
export const LARGEST_PAGE_BYTES = 900_000;

export function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

/** A page: as many as are wanted, or fit; one at least, as an answer must get on. */
export function takePage<TRow, TItem>(
  rows: Iterable<TRow>,
  options: { limit: number; toItem(row: TRow): TItem },
): { items: TItem[]; last?: TRow; more: boolean } {
  const { limit, toItem } = options;
  const items: TItem[] = [];
  let last: TRow | undefined;
  let bytes = 0;
  for (const row of rows) {
    if (items.length === limit) {
      return { items, last, more: true };
    }
    const item = toItem(row);
    bytes += sizeOf(item) + 1;
    if (items.length > 0 && bytes > LARGEST_PAGE_BYTES) {
      return { items, last, more: true };
    }
    items.push(item);
    last = row;
  }
  return { items, last, more: false };
}

/** A list that has no pages, cut to what one answer holds. */
export function cutList<T>(rows: readonly T[]): {
  items: T[];
  truncated?: true;
} {
  const { items, more } = takePage(rows, {
    limit: rows.length,
    toItem: row => row,
  });
  return { items, ...(more && { truncated: true }) };
}
