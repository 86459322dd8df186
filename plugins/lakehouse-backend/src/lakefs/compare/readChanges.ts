import type { LakeFSChange } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Change, DiffOptions, Page } from '@lakefront/lakefs-client';
import { eachAtOnce } from '../eachAtOnce';
import { findMarks } from '../tables/findTables';
import { countChanges, foldChanges } from './foldChanges';

/** A diff of two references, or of what is uncommitted, a page at a time. */
export type ReadDiff = (options: DiffOptions) => Promise<Page<Change>>;

const PAGE = 1000;
/** A diff of more is not read whole. */
export const WHOLE = 10_000;
/** Lines of a diff that is too large to be read whole: each costs a request. */
const LINES = 50;
const AT_ONCE = 4;

/** All changes below a prefix; undefined where they are more than are read. */
export async function readWhole(
  read: ReadDiff,
  prefix: string,
): Promise<Change[] | undefined> {
  const { changes, more } = await readFirst(read, prefix);
  return more ? undefined : changes;
}

/** The first of them, in the order of their paths. */
export async function readFirst(
  read: ReadDiff,
  prefix: string,
): Promise<{ changes: Change[]; more: boolean }> {
  const changes: Change[] = [];
  let after: string | undefined;
  do {
    const page = await read({ prefix, after, amount: PAGE });
    changes.push(...page.items);
    after = page.next;
  } while (after !== undefined && changes.length < WHOLE);
  return { changes, more: after !== undefined };
}

/** Lines of one level, each folder counted up to 1,000 of what is below it. */
export async function readLevel(
  read: ReadDiff,
  question: { prefix: string; limit: number; cursor?: string },
): Promise<{ items: LakeFSChange[]; nextCursor?: string }> {
  const { prefix, limit, cursor } = question;
  const page = await read({
    ...{ prefix, delimiter: '/', after: cursor },
    amount: Math.min(limit, LINES),
  });
  const items = await eachAtOnce(page.items, AT_ONCE, async change => {
    if (!change.isPrefix) {
      return foldChanges([change], prefix)[0];
    }
    const { path } = change;
    const below = await read({ prefix: path, amount: PAGE });
    const table = findMarks(below.items).get(path.replace(/\/$/, ''));
    return {
      ...{ path, isFolder: true, ...countChanges(below.items) },
      ...(below.next !== undefined && { more: true }),
      ...(table && { table }),
    };
  });
  return {
    items,
    ...(page.next !== undefined && { nextCursor: page.next }),
  };
}

/** A page of what was read whole. */
export function pageOfWhole(
  changes: readonly Change[],
  question: { prefix: string; limit: number; cursor?: string },
): { items: LakeFSChange[]; nextCursor?: string } {
  const { prefix, limit, cursor } = question;
  const rest = foldChanges(changes, prefix).filter(
    ({ path }) => cursor === undefined || path > cursor,
  );
  const items = rest.slice(0, limit);
  return {
    items,
    ...(rest.length > limit && { nextCursor: items[items.length - 1].path }),
  };
}
