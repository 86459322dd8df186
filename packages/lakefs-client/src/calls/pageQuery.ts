import type { DiffOptions } from '../types';

/** What lakeFS is asked of every list. */
export function pageQuery({ prefix, after, amount, delimiter }: DiffOptions) {
  return { prefix, after, amount, delimiter };
}
