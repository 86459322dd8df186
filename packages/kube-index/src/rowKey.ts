import { RowKey } from './types';

/** Stands for "no namespace"; no namespace can be called so. */
const NO_NAMESPACE = '_';

/** The key under which an object is kept: `<kubernetesCluster>/<namespace or _>/<name>`. */
export function rowKey(
  kubernetesCluster: string,
  namespace: string | undefined,
  name: string,
): RowKey {
  // Joined, not concatenated: a key that is kept is then one string, not a tree.
  return [kubernetesCluster, namespace ?? NO_NAMESPACE, name].join('/');
}

/** The parts of a key made by `rowKey`, or undefined when it is none. */
export function parseRowKey(
  key: RowKey,
):
  | { kubernetesCluster: string; namespace: string | undefined; name: string }
  | undefined {
  // A name may hold a slash nowhere, but nothing is lost by allowing it last.
  const first = key.indexOf('/');
  const second = key.indexOf('/', first + 1);
  if (first < 1 || second < first + 2 || second === key.length - 1) {
    return undefined;
  }
  const namespace = key.slice(first + 1, second);
  return {
    kubernetesCluster: key.slice(0, first),
    namespace: namespace === NO_NAMESPACE ? undefined : namespace,
    name: key.slice(second + 1),
  };
}
