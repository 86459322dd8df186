import type { FollowedSync } from '../types';

/**
 * The commits at which a sync has applied these objects
 * (`<Kind>/<namespace>/<name>`), in its words: the one that it applied whole,
 * and a later one of which it was refused others only.
 */
export function vouchingRevisions(
  { revision, partly }: FollowedSync,
  objects: string[],
): string[] {
  const isRefused = objects.some(object => partly?.refused.includes(object));
  const later = isRefused ? undefined : partly?.revision;
  return [revision, later].filter(said => said !== undefined);
}
