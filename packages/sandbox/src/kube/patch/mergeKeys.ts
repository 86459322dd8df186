import { isObject, JsonObject } from '../json';
import { ResourceDefinition } from '../resources';

/** Lists whose items have a key of their own, by field name, in built-in kinds. */
const MERGE_KEYS: Record<string, string> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  imagePullSecrets: 'name',
  conditions: 'type',
  hostAliases: 'ip',
};

/** Lists that are merged by a key in every kind. */
const METADATA_KEYS: Record<string, string> = { ownerReferences: 'uid' };

/** The key of a list's items when it is merged item by item, else undefined: the list is one value. */
export function mergeKeyOf(
  resource: ResourceDefinition,
  field: string,
  items: unknown[],
): string | undefined {
  const key =
    METADATA_KEYS[field] ?? (resource.custom ? undefined : MERGE_KEYS[field]);
  return key && items.every(item => isObject(item) && item[key] !== undefined)
    ? key
    : undefined;
}

/** Finalizers are merged as a set. */
export function isSet(field: string): boolean {
  return field === 'finalizers';
}

export function findByKey(
  items: unknown,
  key: string,
  value: unknown,
): JsonObject | undefined {
  return Array.isArray(items)
    ? items.filter(isObject).find(item => item[key] === value)
    : undefined;
}
