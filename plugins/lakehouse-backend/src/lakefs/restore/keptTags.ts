/** Tags that hold the heads of deleted branches, as the branch controller calls them. */
const PREFIX = 'lakefront-kept-';
/** A branch and the first digits of its head. */
const TAG = /^lakefront-kept-(\w[-\w]*)-([0-9a-f]{12})$/;

/** What all tags of a branch begin with; those of some others do, too. */
export function keptTagPrefix(branch: string): string {
  return `${PREFIX}${branch}-`;
}

/** Whose head a tag holds; undefined where it is no such tag. */
export function readKeptTag(
  tag: string,
): { branch: string; digits: string } | undefined {
  const [, branch, digits] = TAG.exec(tag) ?? [];
  return branch === undefined ? undefined : { branch, digits };
}

/** Whether it is where it was made: lakeFS lets tags be deleted, and made anew elsewhere. */
export function isUnmoved(tag: string, commitId: string): boolean {
  const digits = readKeptTag(tag)?.digits;
  return digits !== undefined && commitId.startsWith(digits);
}
