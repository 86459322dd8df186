import type { KubernetesObject } from '../types';
import { isSubset } from './isSubset';

/** Whether the API server holds what a manifest asks for: labels, annotations and spec. */
export function isApplied(
  manifest: KubernetesObject,
  object: KubernetesObject,
): boolean {
  const { labels, annotations } = manifest.metadata;
  return (
    object.metadata.deletionTimestamp === undefined &&
    isSubset({ labels, annotations }, object.metadata) &&
    isSubset(manifest.spec, object.spec)
  );
}
