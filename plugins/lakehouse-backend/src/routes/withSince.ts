import type { ListChanges } from '@lakefront/backstage-plugin-lakehouse-common';
import type { ResourceView } from '@lakefront/kube-index';
import type { Selection } from '../queries/PlaceSelector';
import { catchUp, positionsOf } from '../versions/catchUp';
import { hashOf, type Versions } from '../versions/Versions';

type Answer<T> = Omit<ListChanges<T>, 'freshness'>;

/**
 * `since` for lists that are small enough to be compared whole: nothing when
 * the answer is the one that the caller has, else all of it. Where the index
 * has a part in it, it is waited for, and who asks is never led back in time.
 */
export async function withSince<T>(
  versions: Versions,
  options: {
    since: string | undefined;
    selection: Selection;
    /** Views that decide the answer. */
    views: readonly ResourceView<unknown>[];
    answer(): Promise<Pick<ListChanges<T>, 'items' | 'nextCursor' | 'total'>>;
  },
): Promise<Answer<T>> {
  const { since, selection, views } = options;
  const opened = since === undefined ? undefined : versions.open(since);
  if (
    opened?.scope === selection.hash &&
    !(await catchUp(views, opened.positions))
  ) {
    return {
      ...{ items: [], removed: [], full: false, behind: true },
      version: since,
    };
  }
  // Read before the answer is: what comes between is told twice, not never.
  const positions = positionsOf(views, selection.kubernetesClusters);
  const answer = await options.answer();
  const body = hashOf(answer);
  const same = opened?.body === body;
  return {
    ...answer,
    ...(same && { items: [] }),
    ...{ full: !same, removed: [] },
    version: versions.seal({
      ...{ positions, query: '', scope: selection.hash, body },
    }),
  };
}
