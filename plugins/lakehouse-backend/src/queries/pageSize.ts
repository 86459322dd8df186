/**
 * Rows of one answer, in bytes of JSON. With what stands around them no answer
 * is above 1 MB, which is what proxies and browsers take without complaint.
 */
export const LARGEST_PAGE_BYTES = 900_000;

export function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

/** How many of the first items fit into one answer; at least one, as an answer must get on. */
export function countFitting(items: Iterable<unknown>): number {
  let bytes = 0;
  let count = 0;
  for (const item of items) {
    bytes += sizeOf(item) + 1;
    if (count > 0 && bytes > LARGEST_PAGE_BYTES) {
      break;
    }
    count += 1;
  }
  return count;
}
