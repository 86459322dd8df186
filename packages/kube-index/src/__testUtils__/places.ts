import { WireObject } from '../types';

/** Where something is listed and watched. */
export interface Place {
  plural: string;
  /** Undefined: everywhere. */
  namespace?: string;
}

export function namespaceObject(name: string, version: number): WireObject {
  return {
    kind: 'Namespace',
    metadata: { name, resourceVersion: String(version) },
  };
}

export function placeOf(path: string): Place | undefined {
  const match = path.match(
    /^\/api\/v1(?:\/namespaces\/([^/]+))?\/(pods|namespaces)$/,
  );
  return match ? { namespace: match[1], plural: match[2] } : undefined;
}

export function isAt(
  { plural, namespace }: Place,
  { kind, metadata }: WireObject,
) {
  return (
    (kind === 'Pod' ? 'pods' : 'namespaces') === plural &&
    (namespace === undefined || metadata.namespace === namespace)
  );
}

export function keyOf({ kind, metadata }: WireObject): string {
  return `${kind}/${metadata.namespace}/${metadata.name}`;
}
