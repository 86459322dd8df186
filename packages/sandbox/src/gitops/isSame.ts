import type { KubeObject } from '../types';

type Json = Record<string, unknown>;

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const BOOKKEEPING = [
  'managedFields',
  'resourceVersion',
  'generation',
  'uid',
  'creationTimestamp',
];

function significant(object: KubeObject): unknown {
  const { status, metadata, ...rest } = object;
  return {
    ...rest,
    metadata: Object.fromEntries(
      Object.entries(metadata).filter(([key]) => !BOOKKEEPING.includes(key)),
    ),
  };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

/** Whether two versions of an object are the same but for status and bookkeeping. */
export function isSame(a: KubeObject, b: KubeObject): boolean {
  return (
    JSON.stringify(sorted(significant(a))) ===
    JSON.stringify(sorted(significant(b)))
  );
}
