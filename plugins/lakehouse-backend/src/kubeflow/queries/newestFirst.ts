interface Made {
  name: string;
  /** ISO 8601. */
  createdAt: string;
}

/**
 * Order of versions: the newest first, and of those made at the same time (by
 * one pull request, or as a cluster is built anew) the one whose name counts on
 * furthest: `v10` before `v9`.
 */
export function newestFirst(a: Made, b: Made): number {
  return (
    b.createdAt.localeCompare(a.createdAt) ||
    b.name.localeCompare(a.name, 'en-US', { numeric: true }) ||
    // Such as `v1` and `v01`, which count alike.
    (a.name < b.name ? 1 : -1)
  );
}
