import type { Position, ResourceView } from '@lakefront/kube-index';

/** Longest that an answer waits for this replica to have seen what another one had. */
export const CATCH_UP_MS = 2_000;

type View = Pick<ResourceView<unknown>, 'id' | 'position' | 'waitFor'>;

export function positionsOf(views: readonly View[]): Record<string, Position> {
  return Object.fromEntries(views.map(view => [view.id, view.position()]));
}

/** True when every view has applied at least the position that it had then. */
export async function catchUp(
  views: readonly View[],
  positions: Record<string, Position>,
): Promise<boolean> {
  const answers = await Promise.all(
    views.map(view =>
      positions[view.id] ? view.waitFor(positions[view.id], CATCH_UP_MS) : true,
    ),
  );
  return answers.every(Boolean);
}
