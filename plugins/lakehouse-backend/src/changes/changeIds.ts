import { createHash } from 'node:crypto';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
/** 16 letters of 5 bits: 80 bits are enough to be nobody else's. */
const ID_LENGTH = 16;

/**
 * The id of the change that a user asks for under a key: the same for the same
 * two, so that asking twice is one change. Lower case, fit for URLs and branches.
 */
export function changeIdOf(userEntityRef: string, key: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([userEntityRef, key]))
    .digest();
  return Array.from(
    digest.subarray(0, ID_LENGTH),
    byte => BASE32[byte % BASE32.length],
  ).join('');
}

export function branchOf(changeId: string): string {
  return `lakefront/${changeId}`;
}

/** Equal for values that are equal as JSON, whatever the order of their keys. */
export function contentHashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** A short key for what is too long or too free to be a primary key. */
export function hashKeyOf(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(
          Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : item,
  );
}
