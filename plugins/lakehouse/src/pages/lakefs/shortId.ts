/** A commit id as people tell them apart; its whole is in a tooltip. */
export function shortId(commitId: string): string {
  return commitId.slice(0, 8);
}
