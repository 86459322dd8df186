import type { ResourceView } from '@lakefront/kube-index';
import type { Selection } from '../queries/PlaceSelector';
import { catchUp, positionsOf } from '../versions/catchUp';
import type { Versions } from '../versions/Versions';

/** Waits for what the asker has seen already, for answers about one thing. */
export async function catchUpWith(
  versions: Versions,
  options: {
    since: string | undefined;
    views: readonly ResourceView<unknown>[];
    /** Where the thing is; a version from elsewhere says nothing about it. */
    selection: Pick<Selection, 'hash' | 'kubernetesClusters'>;
  },
): Promise<{ behind?: true; version: string }> {
  const { since, views, selection } = options;
  const opened = since === undefined ? undefined : versions.open(since);
  if (
    since !== undefined &&
    opened?.scope === selection.hash &&
    !(await catchUp(views, opened.positions))
  ) {
    // Who is ahead of this replica stays there.
    return { behind: true, version: since };
  }
  return {
    version: versions.seal({
      positions: positionsOf(views, selection.kubernetesClusters),
      ...{ query: '', scope: selection.hash },
    }),
  };
}
