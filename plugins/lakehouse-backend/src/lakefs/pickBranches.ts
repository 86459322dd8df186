import { InputError } from '@backstage/errors';
import type { LakeFSBranchView } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Head } from './HeadMemory';
import { compareText } from './readBook';
import type { SeenBranch } from './SeenBranches';

const DAY_MS = 24 * 60 * 60_000;
/** A branch that expires within these is soon to be gone. */
export const EXPIRING_DAYS = 7;
/** A branch whose head is older than these is stale. */
export const STALE_DAYS = 30;

export type BranchSort =
  | 'branch'
  | 'committedAt'
  | 'expiresAt'
  | 'ahead'
  | 'behind'
  | 'uncommitted';

export interface BranchQuestion {
  view: LakeFSBranchView;
  /** In lower case. */
  q?: string;
  sort: BranchSort;
  descending: boolean;
  cursor?: string;
}

/** What decides beside the branches themselves. */
export interface BranchFacts {
  /** Undefined where it was never read. */
  defaultBranch?: string;
  now: number;
  /** Who asks, and the groups they are in. */
  claims: readonly string[];
  headOf(branch: SeenBranch): Head | undefined;
}

export const BRANCH_VIEWS = [
  ...(['all', 'mine', 'expiring', 'stale', 'declared'] as const),
];

type InView = (branch: SeenBranch) => boolean;

function toViews(facts: BranchFacts): Record<LakeFSBranchView, InView> {
  const { defaultBranch, now, claims, headOf } = facts;
  const soon = now + EXPIRING_DAYS * DAY_MS;
  const long = now - STALE_DAYS * DAY_MS;
  const isMine = (ref: string | undefined) =>
    ref !== undefined && claims.includes(ref.toLocaleLowerCase('en-US'));
  return {
    all: () => true,
    mine: ({ declaredBy }) =>
      declaredBy !== undefined &&
      (isMine(declaredBy.owner) || isMine(declaredBy.requestedBy)),
    expiring: ({ declaredBy, expiresAt }) =>
      declaredBy?.standing.expired === true ||
      (expiresAt !== undefined && expiresAt <= soon),
    stale: branch =>
      branch.ref.id !== defaultBranch &&
      (headOf(branch)?.committedAt ?? Infinity) < long,
    declared: ({ declaredBy }) => declaredBy !== undefined,
  };
}

export interface CountedBranches {
  counts: Record<LakeFSBranchView, number>;
  /** Whose last commit is not known yet: whether they are stale is neither. */
  headsUnread: number;
}

/** Counts of all views, of all branches whatever is searched for. */
export function countBranches(
  branches: readonly SeenBranch[],
  facts: BranchFacts,
): CountedBranches {
  const views = toViews(facts);
  const counts = { all: 0, mine: 0, expiring: 0, stale: 0, declared: 0 };
  let headsUnread = 0;
  for (const branch of branches) {
    for (const view of BRANCH_VIEWS) {
      counts[view] += views[view](branch) ? 1 : 0;
    }
    headsUnread += facts.headOf(branch) ? 0 : 1;
  }
  return { counts, headsUnread };
}

/** What matches, in its order; from the cursor on. */
export function pickBranches(
  branches: readonly SeenBranch[],
  question: BranchQuestion,
  facts: BranchFacts,
): { rows: readonly SeenBranch[]; total: number } {
  const { view, q, sort, descending, cursor } = question;
  const inView = toViews(facts)[view];
  const matching =
    view === 'all' && !q
      ? branches
      : branches.filter(
          branch => (!q || branch.name.includes(q)) && inView(branch),
        );
  const total = matching.length;
  // They come in the order of their names.
  const inOrder =
    sort === 'branch' && !descending
      ? matching
      : sortBy(matching, sort, descending, facts);
  if (cursor === undefined) {
    return { rows: inOrder, total };
  }
  const after = readCursor(cursor, question);
  const compare = compareKeys(descending);
  const at = inOrder.findIndex(
    branch => compare(keyOf(branch, sort, facts), after) > 0,
  );
  return { rows: at < 0 ? [] : inOrder.slice(at), total };
}

/** What a row is sorted by; what has none comes last, whichever way around. */
type Key = readonly [value: number | null, branch: string];

function keyOf(branch: SeenBranch, sort: BranchSort, facts: BranchFacts): Key {
  return [valueOf(branch, sort, facts) ?? null, branch.ref.id];
}

function valueOf(
  branch: SeenBranch,
  sort: BranchSort,
  { headOf }: BranchFacts,
): number | undefined {
  const standing = branch.declaredBy?.standing;
  switch (sort) {
    case 'branch':
      return 0;
    case 'committedAt':
      return headOf(branch)?.committedAt;
    case 'expiresAt':
      return branch.expiresAt;
    default:
      return standing?.[sort];
  }
}

function compareKeys(descending: boolean) {
  const sign = descending ? -1 : 1;
  return ([a, nameA]: Key, [b, nameB]: Key): number => {
    if (a === b) {
      return sign * compareText(nameA, nameB);
    }
    if (a === null || b === null) {
      return a === null ? 1 : -1;
    }
    return sign * (a - b);
  };
}

/** Each is asked once for what it is sorted by. */
function sortBy(
  branches: readonly SeenBranch[],
  sort: BranchSort,
  descending: boolean,
  facts: BranchFacts,
): readonly SeenBranch[] {
  const compare = compareKeys(descending);
  return branches
    .map(branch => ({ branch, key: keyOf(branch, sort, facts) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ branch }) => branch);
}

/** Where a page ended: it goes on there also when rows come and go. */
export function writeCursor(
  last: SeenBranch,
  { sort, descending }: BranchQuestion,
  facts: BranchFacts,
): string {
  const told = [sort, descending, ...keyOf(last, sort, facts)];
  return Buffer.from(JSON.stringify(told)).toString('base64url');
}

function readCursor(cursor: string, { sort, descending }: BranchQuestion): Key {
  try {
    const told: unknown = JSON.parse(
      Buffer.from(cursor, 'base64url').toString('utf8'),
    );
    if (
      Array.isArray(told) &&
      told[0] === sort &&
      told[1] === descending &&
      (told[2] === null || typeof told[2] === 'number') &&
      typeof told[3] === 'string'
    ) {
      return [told[2], told[3]];
    }
  } catch {
    // Told below, as any other cursor that is not ours.
  }
  throw new InputError("'cursor' is not one that this list gave out");
}
