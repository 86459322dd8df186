import type { Position, ResourceView } from '@lakefront/kube-index';

/** Longest that an answer waits for this replica to have seen what another one had. */
export const CATCH_UP_MS = 2_000;

type View = Pick<ResourceView<unknown>, 'id' | 'position' | 'waitFor'>;

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
