import { isRecord } from '../jsonPath';
import { isSameQuantity } from '../quantity';

/**
 * Whether every field that `wanted` sets is in `actual`. Numbers and texts
 * that say the same quantity are equal, and what is empty (`false`, `0`, an
 * empty text, list or map) may be left out, as API servers and webhooks do.
 */
export function isSubset(wanted: unknown, actual: unknown): boolean {
  if (wanted === undefined) {
    return true;
  }
  if (actual === undefined || actual === null) {
    return isEmpty(wanted);
  }
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) &&
      wanted.length === actual.length &&
      wanted.every((item, index) => isSubset(item, actual[index]))
    );
  }
  if (isRecord(wanted)) {
    return (
      isRecord(actual) &&
      Object.entries(wanted).every(([key, item]) =>
        isSubset(item, Object.hasOwn(actual, key) ? actual[key] : undefined),
      )
    );
  }
  return wanted === actual || isSameScalar(wanted, actual);
}

function isSameScalar(a: unknown, b: unknown): boolean {
  const isScalar = (value: unknown): value is string | number =>
    typeof value === 'string' || typeof value === 'number';
  return isScalar(a) && isScalar(b) && isSameQuantity(a, b);
}

function isEmpty(value: unknown): boolean {
  if (isRecord(value)) {
    return Object.values(value).every(isEmpty);
  }
  return !value || (Array.isArray(value) && value.length === 0);
}
