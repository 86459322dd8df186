import { isLakeFSStatus } from '@lakefront/lakefs-client';
import type { Lake } from '../lake/Lake';

/** Pages of 1,000 changes that are looked through. */
const PAGES = 10;

/** What both sides changed, in words: lakeFS' answer to the merge names no path. */
export async function findConflicts(
  lake: Lake,
  into: string,
  commit: string,
): Promise<string> {
  const { client, repository, signal } = lake;
  let first: string | undefined;
  let count = 0;
  let after: string | undefined;
  let pages = 0;
  try {
    do {
      const page = await client.refs.diff(repository, into, commit, {
        ...{ after, amount: 1_000, type: 'three_dot', signal },
      });
      for (const { type, path } of page.items) {
        if (type !== 'conflict') continue;
        first ??= path;
        count += 1;
      }
      after = page.next;
      pages += 1;
    } while (after !== undefined && pages < PAGES);
  } catch (error) {
    // What it is about is good to know; that it is one is known already.
    if (!isLakeFSStatus(error)) throw error;
  }
  if (first === undefined) return 'Both sides changed the same objects.';
  const more = after === undefined ? `${count}` : `at least ${count}`;
  return count === 1 && after === undefined
    ? `Both sides changed ${first}.`
    : `Both sides changed ${more} objects, the first is ${first}.`;
}
