import type { DeclaredBranch, DeclaredByBranch } from './DeclaredBranches';
import type { LakeFSBook } from './readBook';

/**
 * Whether what objects declare has changed in a way that the book does not
 * know: a branch that is there or gone since, another head, a promotion. What
 * is the same as before is no news, however the book differs from it: lakeFS
 * may have moved on.
 */
export function isNewsToBook(
  before: DeclaredByBranch,
  now: DeclaredByBranch,
  { byName }: LakeFSBook,
): boolean {
  if (before === now) {
    return false;
  }
  const isAt = (branch: string, commitId: string) =>
    byName.get(branch)?.commitId === commitId;
  for (const [branch, objects] of now) {
    const known = new Map(before.get(branch)?.map(one => [uidOf(one), one]));
    for (const one of objects) {
      const { standing } = one;
      const earlier = known.get(uidOf(one))?.standing;
      if (standing === earlier) {
        continue;
      }
      const { commitId, promotion } = standing;
      if (
        commitId &&
        commitId !== earlier?.commitId &&
        !isAt(branch, commitId)
      ) {
        return true;
      }
      const merged = promotion?.mergedBy;
      if (
        merged &&
        merged !== earlier?.promotion?.mergedBy &&
        !isAt(promotion.into, merged)
      ) {
        return true;
      }
    }
  }
  return [...before.keys()].some(
    branch => !now.has(branch) && byName.has(branch),
  );
}

function uidOf({ row }: DeclaredBranch): string {
  return row.workload.uid;
}
