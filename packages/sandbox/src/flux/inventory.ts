import type { KubeObject } from '../types';

/** `{ id: '<namespace>_<name>_<group>_<kind>', v: '<version>' }`. */
export interface InventoryEntry {
  id: string;
  v: string;
}

export interface InventoryItem {
  namespace?: string;
  name: string;
  apiVersion: string;
  kind: string;
}

// Names of RBAC objects may hold a colon, and an id is cut at underscores.
const COLON = '__';

export function toInventoryEntry(object: KubeObject): InventoryEntry {
  const [version, group = ''] = object.apiVersion.split('/').reverse();
  const { namespace = '', name } = object.metadata;
  const id = [namespace, name.replaceAll(':', COLON), group, object.kind];
  return { id: id.join('_'), v: version };
}

export function fromInventoryEntry({ id, v }: InventoryEntry): InventoryItem {
  const parts = id.split('_');
  const [namespace] = parts;
  const kind = parts[parts.length - 1];
  const group = parts[parts.length - 2];
  const name = parts.slice(1, -2).join('_').replaceAll(COLON, ':');
  return {
    ...(namespace && { namespace }),
    name,
    apiVersion: group ? `${group}/${v}` : v,
    kind,
  };
}

/** `Kind/namespace/name`, as Flux writes it in messages. */
export function formatItem(item: {
  kind: string;
  namespace?: string;
  name: string;
}): string {
  return [item.kind, item.namespace, item.name].filter(Boolean).join('/');
}
