import type { KubeObject } from '../types';

/** Compares by kind as `order` names them, kinds that it does not name last; then by kind, namespace and name. */
export function orderKinds(
  order: readonly string[],
): (a: KubeObject, b: KubeObject) => number {
  const rank = ({ kind }: KubeObject): number => {
    const index = order.indexOf(kind);
    return index < 0 ? order.length : index;
  };
  return (a, b) =>
    rank(a) - rank(b) ||
    a.kind.localeCompare(b.kind) ||
    (a.metadata.namespace ?? '').localeCompare(b.metadata.namespace ?? '') ||
    a.metadata.name.localeCompare(b.metadata.name);
}
