import type { KubernetesObject } from './types';

/** A sync that says it applied an object. @public */
export interface ApplyingSync {
  engine: 'flux' | 'argocd';
  /** Name of the Kustomization, HelmRelease or Application. */
  name: string;
}

/**
 * The sync that applied an object, by the mark that each engine leaves on what
 * it applies; nothing where there is none: then it is not in Git.
 * @public
 */
export function appliedBy({
  metadata,
}: KubernetesObject): ApplyingSync | undefined {
  const { labels = {}, annotations = {} } = metadata;
  const flux =
    labels['kustomize.toolkit.fluxcd.io/name'] ??
    labels['helm.toolkit.fluxcd.io/name'];
  if (flux) {
    return { engine: 'flux', name: flux };
  }
  const argo =
    annotations['argocd.argoproj.io/tracking-id']?.split(':')[0] ??
    labels['argocd.argoproj.io/instance'] ??
    // What Argo CD before 3.0 writes, and some people by hand: no reason to doubt.
    labels['app.kubernetes.io/instance'];
  return argo ? { engine: 'argocd', name: argo } : undefined;
}
