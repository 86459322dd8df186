import { asArray, isObject, JsonObject, setKey } from '../json';
import { ResourceDefinition } from '../resources';
import { findByKey, isSet, mergeKeyOf } from './mergeKeys';

/** Strategic merge patch: as a merge patch, but lists with keys are merged item by item, and `$` directives hold. */
export function applyStrategicMergePatch(
  target: unknown,
  patch: unknown,
  resource: ResourceDefinition,
): unknown {
  if (!isObject(patch)) {
    return patch;
  }
  if (patch.$patch === 'replace') {
    return withoutDirectives(patch);
  }
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$deleteFromPrimitiveList/')) {
      const field = key.slice(key.indexOf('/') + 1);
      const gone = asArray(value);
      result[field] = asArray(result[field]).filter(
        item => !gone.includes(item),
      );
    } else if (key.startsWith('$')) {
      continue;
    } else if (value === null) {
      delete result[key];
    } else {
      const current = Object.hasOwn(result, key) ? result[key] : undefined;
      setKey(result, key, patchField(key, current, value, resource));
    }
  }
  const keys = patch.$retainKeys;
  return Array.isArray(keys)
    ? Object.fromEntries(
        Object.entries(result).filter(([key]) => keys.includes(key)),
      )
    : result;
}

function patchField(
  field: string,
  current: unknown,
  value: unknown,
  resource: ResourceDefinition,
): unknown {
  if (!Array.isArray(value)) {
    return applyStrategicMergePatch(current, value, resource);
  }
  if (isSet(field)) {
    return [...new Set([...asArray(current), ...value])];
  }
  const plain = value.filter(item => !isReplaceMarker(item));
  const key = mergeKeyOf(resource, field, plain);
  if (!key || plain.length < value.length) {
    return plain.map(withoutDirectives);
  }
  return mergeItems(asArray(current), plain as JsonObject[], key, resource);
}

function isReplaceMarker(item: unknown): boolean {
  return (
    isObject(item) &&
    item.$patch === 'replace' &&
    Object.keys(item).length === 1
  );
}

function mergeItems(
  current: unknown[],
  patches: JsonObject[],
  key: string,
  resource: ResourceDefinition,
): unknown[] {
  const kept = current.flatMap(item => {
    const patch = isObject(item)
      ? findByKey(patches, key, item[key])
      : undefined;
    if (!patch) {
      return [item];
    }
    return patch.$patch === 'delete'
      ? []
      : [applyStrategicMergePatch(item, patch, resource)];
  });
  const added = patches.filter(
    patch => patch.$patch !== 'delete' && !findByKey(current, key, patch[key]),
  );
  return [...kept, ...added.map(withoutDirectives)];
}

function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutDirectives);
  }
  if (!isObject(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.startsWith('$'))
      .map(([key, item]) => [key, withoutDirectives(item)]),
  );
}
