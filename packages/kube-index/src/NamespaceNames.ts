import { DefaultResourceView } from './DefaultResourceView';
import { ResourceDefinition } from './types';

/** The namespaces to look into, where a Kubernetes cluster may not be read as a whole. */
export interface NamespaceNames {
  /** Undefined: not known yet. */
  get(): readonly string[] | undefined;
  /** Resolves when there may be others than before, or the signal aborts. */
  changed(signal: AbortSignal): Promise<void>;
}

export function createNamespaceNames(
  source: NonNullable<ResourceDefinition['namespacesFrom']>,
  options: {
    kubernetesCluster: string;
    view(id: string): DefaultResourceView<unknown> | undefined;
  },
): NamespaceNames {
  const { kubernetesCluster } = options;
  if (typeof source === 'function') {
    return {
      get: () => [...new Set(source(kubernetesCluster))].sort(),
      changed: signal =>
        new Promise(resolve => {
          signal.addEventListener('abort', () => resolve(), { once: true });
        }),
    };
  }
  const view = options.view(source);
  if (!view) {
    throw new Error(`There is no resource '${source}' to take namespaces from`);
  }
  return {
    get: () => {
      if (!view.everSynced(kubernetesCluster)) {
        return undefined;
      }
      const names: string[] = [];
      view.forEach({}, entry => {
        if (entry.kubernetesCluster === kubernetesCluster) {
          names.push(entry.name);
        }
      });
      return names.sort();
    },
    changed: signal =>
      new Promise(resolve => {
        const unsubscribe = view.subscribe(event => {
          const moved = event.type !== 'changed' && event.type !== 'freshness';
          if (moved && event.kubernetesCluster === kubernetesCluster) {
            unsubscribe();
            resolve();
          }
        });
        signal.addEventListener(
          'abort',
          () => {
            unsubscribe();
            resolve();
          },
          { once: true },
        );
      }),
  };
}
