import { asObject, deepEqual, isObject, JsonObject } from '../json';
import { ResourceDefinition } from '../resources';
import { findByKey, isSet, mergeKeyOf } from './mergeKeys';

/**
 * Fields of one manager, as `fieldsV1` writes them: `f:<name>` for a field,
 * `k:{...}` for a list item with a key, `v:<value>` for an item of a set.
 */
export type Fields = { [key: string]: Fields };

/** `{a: 1, b: {c: 2}}` becomes `{f:a: {}, f:b: {f:c: {}}}`. */
export function fieldsOf(
  value: JsonObject,
  resource: ResourceDefinition,
): Fields {
  const fields: Fields = {};
  for (const [key, item] of Object.entries(value)) {
    if (isObject(item)) {
      fields[`f:${key}`] = fieldsOf(item, resource);
    } else if (Array.isArray(item)) {
      fields[`f:${key}`] = fieldsOfList(key, item, resource);
    } else {
      fields[`f:${key}`] = {};
    }
  }
  return fields;
}

function fieldsOfList(
  field: string,
  items: unknown[],
  resource: ResourceDefinition,
): Fields {
  if (isSet(field)) {
    return Object.fromEntries(
      items.map(item => [`v:${JSON.stringify(item)}`, {}]),
    );
  }
  const key = mergeKeyOf(resource, field, items);
  return key
    ? Object.fromEntries(
        items
          .filter(isObject)
          .map(item => [
            `k:${JSON.stringify({ [key]: item[key] })}`,
            fieldsOf(item, resource),
          ]),
      )
    : {};
}

/** Fields of the first that the second does not have at all. */
export function subtractFields(fields: Fields, others: Fields): Fields {
  const left: Fields = {};
  for (const [key, below] of Object.entries(fields)) {
    if (!Object.hasOwn(others, key)) {
      left[key] = below;
    } else {
      const rest = subtractFields(below, others[key]);
      if (Object.keys(rest).length) {
        left[key] = rest;
      }
    }
  }
  return left;
}

/** The value without these fields, and without what is empty then. */
export function removeFields(value: JsonObject, fields: Fields): JsonObject {
  const result = { ...value };
  for (const [key, below] of Object.entries(fields)) {
    const name = key.slice(2);
    const rest = removeBelow(result[name], below);
    if (rest === undefined) {
      delete result[name];
    } else {
      result[name] = rest;
    }
  }
  return result;
}

function removeBelow(value: unknown, fields: Fields): unknown {
  if (Object.keys(fields).length === 0) {
    // an empty object was applied: what others put into it since is theirs
    return isObject(value) && Object.keys(value).length ? value : undefined;
  }
  if (isObject(value)) {
    const rest = removeFields(value, fields);
    return Object.keys(rest).length ? rest : undefined;
  }
  if (Array.isArray(value)) {
    const rest = value.flatMap(item => removeItem(item, fields));
    return rest.length ? rest : undefined;
  }
  return undefined;
}

function removeItem(item: unknown, fields: Fields): unknown[] {
  const found = Object.entries(fields).find(([key]) => isItem(item, key));
  if (!found) {
    return [item];
  }
  const [key, below] = found;
  // the item's own key among what goes means that the whole item goes
  const [ownKey] = key.startsWith('k:') ? itemKey(key) : [undefined];
  return ownKey && !Object.hasOwn(below, `f:${ownKey}`)
    ? [removeFields(asObject(item), below)]
    : [];
}

function isItem(item: unknown, key: string): boolean {
  if (key.startsWith('v:')) {
    return key === `v:${JSON.stringify(item)}`;
  }
  const [name, value] = itemKey(key);
  return isObject(item) && item[name] === value;
}

function itemKey(key: string): [string, unknown] {
  return Object.entries(asObject(JSON.parse(key.slice(2))))[0];
}

/** Paths of fields that are owned and that the wanted object says otherwise than the live one. */
export function conflictingPaths(
  fields: Fields,
  live: unknown,
  wanted: unknown,
): string[][] {
  return Object.entries(fields).flatMap(([key, below]) => {
    if (key.startsWith('v:')) {
      return [];
    }
    const liveValue = valueOf(live, key);
    const wantedValue = valueOf(wanted, key);
    if (wantedValue === undefined || deepEqual(liveValue, wantedValue)) {
      return [];
    }
    return Object.keys(below).length
      ? conflictingPaths(below, liveValue, wantedValue).map(path => [
          key,
          ...path,
        ])
      : [[key]];
  });
}

function valueOf(value: unknown, key: string): unknown {
  if (key.startsWith('k:')) {
    return findByKey(value, ...itemKey(key));
  }
  return asObject(value)[key.slice(2)];
}

/** `.spec.containers[{"name":"a"}].image` */
export function showPath(path: string[]): string {
  return path
    .map(key =>
      key.startsWith('k:') ? `[${key.slice(2)}]` : `.${key.slice(2)}`,
    )
    .join('');
}

export function withoutPath(fields: Fields, path: string[]): Fields {
  const [key, ...rest] = path;
  const { [key]: below, ...others } = fields;
  return below && rest.length
    ? { ...others, [key]: withoutPath(below, rest) }
    : others;
}
