import { LARGEST_PAGE_BYTES, sizeOf } from './queries/pageSize';

/** How long texts may stay, tried one after the other until the whole fits. */
const LENGTHS = [16_384, 1_024, 64];

/**
 * The value with its long texts cut, so that it fits into an answer; undefined
 * where it has too many parts for that. What fits is left as it is.
 */
export function cutToFit<T>(
  value: T,
): { value: T; truncated?: true } | undefined {
  if (sizeOf(value) <= LARGEST_PAGE_BYTES) {
    return { value };
  }
  for (const length of LENGTHS) {
    const shorter = cutTexts(value, length);
    if (sizeOf(shorter) <= LARGEST_PAGE_BYTES) {
      return { value: shorter, truncated: true };
    }
  }
  return undefined;
}

/** Every text within a value cut to a length; the very value where none is longer. */
export function cutTexts<T>(value: T, length: number): T {
  return cut(value, length) as T;
}

function cut(value: unknown, length: number): unknown {
  if (typeof value === 'string') {
    return value.length > length ? `${value.slice(0, length)}…` : value;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).map(
    ([key, part]) => [key, part, cut(part, length)] as const,
  );
  if (entries.every(([, part, shorter]) => part === shorter)) {
    return value;
  }
  return Array.isArray(value)
    ? entries.map(([, , shorter]) => shorter)
    : Object.fromEntries(entries.map(([key, , shorter]) => [key, shorter]));
}
