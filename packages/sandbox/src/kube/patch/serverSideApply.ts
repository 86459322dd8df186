import {
  asArray,
  asObject,
  clone,
  deepEqual,
  isObject,
  JsonObject,
  setKey,
} from '../json';
import { KubeStatusError } from '../KubeStatusError';
import { ResourceDefinition } from '../resources';
import {
  conflictingPaths,
  Fields,
  fieldsOf,
  removeFields,
  showPath,
  subtractFields,
  withoutPath,
} from './managedFields';
import { findByKey, isSet, mergeKeyOf } from './mergeKeys';

interface ManagedEntry {
  manager: string;
  operation: 'Apply';
  apiVersion: string;
  time: string;
  fieldsType: 'FieldsV1';
  fieldsV1: Fields;
}

export interface ApplyOptions {
  resource: ResourceDefinition;
  manager: string;
  force: boolean;
  /** RFC 3339. */
  time: string;
}

/** Metadata that somebody applies; the rest is the server's. */
const OWNABLE = ['labels', 'annotations', 'ownerReferences', 'finalizers'];

/**
 * Server-side apply: merges the wanted object into the live one, takes out
 * what this manager applied before and wants no more, and records who wants
 * what. Another applier's differing field is a conflict unless forced.
 */
export function serverSideApply(
  live: JsonObject | undefined,
  wanted: JsonObject,
  options: ApplyOptions,
): JsonObject {
  const { resource, manager } = options;
  const { apiVersion, kind, metadata, status, ...rest } = clone(wanted);
  // Without `/status` it is a field as any other.
  const isField = resource.custom && !resource.status && status !== undefined;
  const content = isField ? { ...rest, status } : rest;
  const ownable: JsonObject = {
    ...content,
    metadata: pick(asObject(metadata), OWNABLE),
  };
  const { 'f:metadata': ofMetadata, ...ofContent } = fieldsOf(
    ownable,
    resource,
  );
  const fields: Fields = Object.keys(ofMetadata).length
    ? { ...ofContent, 'f:metadata': ofMetadata }
    : ofContent;
  const liveMetadata = asObject(live?.metadata);
  const entries = asArray(liveMetadata.managedFields).filter(isApplied);
  const mine = entries.find(entry => entry.manager === manager);
  const others = settleConflicts(
    entries.filter(entry => entry !== mine),
    live,
    ownable,
    options.force,
  );
  const noLongerWanted = others.reduce(
    (left, entry) => subtractFields(left, entry.fieldsV1),
    subtractFields(mine?.fieldsV1 ?? {}, fields),
  );
  const kept = removeFields(clone(live ?? {}), noLongerWanted);
  const merged = asObject(merge(kept, ownable, resource));
  return {
    ...merged,
    apiVersion,
    kind,
    metadata: {
      ...omit(liveMetadata, OWNABLE),
      ...pick(asObject(merged.metadata), OWNABLE),
      ...pick(asObject(metadata), [
        'name',
        'namespace',
        'resourceVersion',
        'uid',
      ]),
      managedFields: [
        ...others,
        mine && deepEqual(mine.fieldsV1, fields)
          ? mine
          : entryFor(fields, String(apiVersion), options),
      ],
    },
  };
}

function entryFor(
  fieldsV1: Fields,
  apiVersion: string,
  { manager, time }: ApplyOptions,
): ManagedEntry {
  return {
    manager,
    operation: 'Apply',
    apiVersion,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1,
  };
}

function isApplied(entry: unknown): entry is ManagedEntry {
  return (
    isObject(entry) && entry.operation === 'Apply' && isObject(entry.fieldsV1)
  );
}

function pick(value: JsonObject, keys: string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([key, item]) =>
        keys.includes(key) && item !== undefined && item !== null,
    ),
  );
}

function omit(value: JsonObject, keys: string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => !keys.includes(key)),
  );
}

/** Refuses what others own; with force, takes it from them. */
function settleConflicts(
  others: ManagedEntry[],
  live: JsonObject | undefined,
  wanted: JsonObject,
  force: boolean,
): ManagedEntry[] {
  const conflicts = others.flatMap(entry =>
    conflictingPaths(entry.fieldsV1, live, wanted).map(path => ({
      manager: entry.manager,
      path,
    })),
  );
  if (conflicts.length && !force) {
    throw conflictError(conflicts);
  }
  return others.map(entry => {
    const lost = conflicts.filter(({ manager }) => manager === entry.manager);
    return lost.length
      ? {
          ...entry,
          fieldsV1: lost.reduce(
            (left, { path }) => withoutPath(left, path),
            entry.fieldsV1,
          ),
        }
      : entry;
  });
}

function conflictError(conflicts: Array<{ manager: string; path: string[] }>) {
  const texts = conflicts.map(
    ({ manager, path }) => `conflict with "${manager}": ${showPath(path)}`,
  );
  return new KubeStatusError(
    409,
    'Conflict',
    texts.length === 1
      ? `Apply failed with 1 conflict: ${texts[0]}`
      : `Apply failed with ${texts.length} conflicts: ${texts.join('\n')}`,
    {
      causes: conflicts.map(({ manager, path }) => ({
        reason: 'FieldManagerConflict',
        field: showPath(path),
        message: `conflict with "${manager}"`,
      })),
    },
  );
}

function merge(
  live: unknown,
  wanted: unknown,
  resource: ResourceDefinition,
): unknown {
  if (!isObject(wanted)) {
    return wanted;
  }
  const result: JsonObject = isObject(live) ? { ...live } : {};
  for (const [key, value] of Object.entries(wanted)) {
    const current = Object.hasOwn(result, key) ? result[key] : undefined;
    setKey(
      result,
      key,
      Array.isArray(value)
        ? mergeList(key, asArray(current), value, resource)
        : merge(current, value, resource),
    );
  }
  return result;
}

function mergeList(
  field: string,
  live: unknown[],
  wanted: unknown[],
  resource: ResourceDefinition,
): unknown[] {
  if (isSet(field)) {
    return [...new Set([...live, ...wanted])];
  }
  const key = mergeKeyOf(resource, field, wanted);
  if (!key) {
    return wanted;
  }
  const items = wanted.filter(isObject);
  return [
    ...items.map(item =>
      merge(findByKey(live, key, item[key]), item, resource),
    ),
    ...live.filter(item => isObject(item) && !findByKey(items, key, item[key])),
  ];
}
