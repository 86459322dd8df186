import { isDeepStrictEqual } from 'node:util';
import {
  formatPath,
  isRecord,
  type KubernetesObject,
} from '@lakefront/backstage-plugin-lakehouse-common';

/**
 * Takes back what a change did to an object, value by value: each that it
 * changed gets the value from before, if it still is what the change left.
 * What else was written since stays. Lists are one value. Pure.
 */
export function revertValues(objects: {
  before: KubernetesObject;
  /** As the change asked for it: what differs from `before` is its doing. */
  asked: KubernetesObject;
  /** As it was merged: a reviewer may have written other values. */
  left: KubernetesObject;
  now: KubernetesObject;
}): {
  object: KubernetesObject;
  /** Paths of values that are no longer what the change left. */
  conflicts: string[];
} {
  const { before, asked, left, now } = objects;
  const conflicts: string[] = [];
  let object: unknown = now;
  for (const path of differingPaths(before, asked)) {
    const [was, is] = [valueAt(before, path), valueAt(now, path)];
    if (isDeepStrictEqual(is, valueAt(left, path))) {
      object = withValue(object, path, was);
    } else if (!isDeepStrictEqual(is, was)) {
      conflicts.push(formatPath(path));
    }
  }
  return { object: object as KubernetesObject, conflicts };
}

/** Where two values differ, as deep as both are maps. */
function differingPaths(a: unknown, b: unknown): string[][] {
  if (!isRecord(a) || !isRecord(b)) {
    return isDeepStrictEqual(a, b) ? [] : [[]];
  }
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap(key =>
    differingPaths(ownValue(a, key), ownValue(b, key)).map(path => [
      key,
      ...path,
    ]),
  );
}

function valueAt(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>((at, key) => ownValue(at, key), value);
}

/** A copy with another value at a path; undefined takes it out. */
function withValue(value: unknown, path: string[], next: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    return next;
  }
  const map = isRecord(value) ? value : {};
  const after = withValue(ownValue(map, key), rest, next);
  const entries = Object.entries(map).filter(([other]) => other !== key);
  if (after === undefined) {
    return Object.fromEntries(entries);
  }
  return Object.hasOwn(map, key)
    ? Object.fromEntries(
        Object.entries(map).map(([other, item]) => [
          other,
          other === key ? after : item,
        ]),
      )
    : Object.fromEntries([...entries, [key, after]]);
}

function ownValue(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
