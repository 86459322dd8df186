/** A head that a pull request had, from this time on. */
export interface HeadSince {
  sha: string;
  /** ISO time. */
  at: string;
}

/**
 * The head that a review was of, for hosts that keep only when it was given:
 * the last one that came before it. None where that is not known, which then
 * counts for no head at all.
 */
export function reviewedHead(
  heads: HeadSince[],
  reviewedAt: string,
): string | undefined {
  const time = Date.parse(reviewedAt);
  return heads
    .filter(({ at }) => Date.parse(at) < time)
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .at(-1)?.sha;
}
