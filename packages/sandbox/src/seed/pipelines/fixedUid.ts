import { createHash } from 'node:crypto';

/**
 * The id of a pipeline or version of the seed: a schedule in Git names it, so
 * it is the same in every sandbox.
 */
export function fixedUid(namespace: string, name: string): string {
  const hex = createHash('sha256').update(`${namespace}/${name}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
