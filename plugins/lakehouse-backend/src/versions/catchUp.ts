import type { Position, ResourceView } from '@lakefront/kube-index';

/** Longest that an answer waits for this replica to have seen what another one had. */
export const CATCH_UP_MS = 2_000;

type View = Pick<
  ResourceView<unknown>,
  'id' | 'position' | 'waitFor' | 'changesSince'
>;

/**
 * Where views stand on the Kubernetes clusters of an answer. Others are left
 * out: they have no part in it, and how busy or far behind they are is not to
 * be told from it.
 */
export function positionsOf(
  views: readonly View[],
  kubernetesClusters: readonly string[],
): Record<string, Position> {
  return Object.fromEntries(
    views.map(view => {
      const position = view.position();
      return [
        view.id,
        Object.fromEntries(
          kubernetesClusters.flatMap(name =>
            Object.hasOwn(position, name) ? [[name, position[name]]] : [],
          ),
        ),
      ];
    }),
  );
}

/**
 * True when no view is behind the position that it had then. A position that
 * can no longer be reached, as an API server was restored from a backup, is
 * not waited for: its answer is a full one.
 */
export async function catchUp(
  views: readonly View[],
  positions: Record<string, Position>,
): Promise<boolean> {
  const behind = () => views.filter(view => isBehind(view, positions[view.id]));
  await Promise.all(
    behind().map(view => view.waitFor(positions[view.id], CATCH_UP_MS)),
  );
  return behind().length === 0;
}

function isBehind(view: View, position: Position | undefined): boolean {
  return (
    position !== undefined &&
    view.changesSince(position, Object.keys(position)).kind === 'behind'
  );
}
