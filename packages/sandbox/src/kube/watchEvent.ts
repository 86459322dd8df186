import { KubeObject, WatchEvent } from '../types';
import { StoredChange } from './ObjectStore';

/**
 * What a change is to somebody who sees only some of the objects: an object
 * that begins to be selected is added, one that no longer is, is deleted.
 */
export function toWatchEvent(
  { object, previous, version }: StoredChange,
  selects: (object: KubeObject) => boolean,
): WatchEvent | undefined {
  const seenBefore = previous !== undefined && selects(previous);
  if (object && selects(object)) {
    return { type: seenBefore ? 'MODIFIED' : 'ADDED', object };
  }
  if (!seenBefore) {
    return undefined;
  }
  const metadata = { ...previous.metadata, resourceVersion: String(version) };
  return { type: 'DELETED', object: { ...previous, metadata } };
}
