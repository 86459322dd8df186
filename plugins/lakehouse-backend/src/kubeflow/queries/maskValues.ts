import {
  isCredentialKey,
  type JsonValue,
  MASKED,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { cutTexts } from '../../cutTexts';
import { maskText } from '../../maskText';

const LONGEST_TEXT = 10_000;

/** Named values, in order of their names; what looks like a credential is hidden, at every depth. */
export function maskValues(
  values: Record<string, unknown>,
): Array<{ name: string; value: JsonValue }> {
  return Object.entries(values)
    .map(([name, value]) => ({ name, value: maskValue(name, value) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

export function maskValue(name: string, value: unknown): JsonValue {
  return cutTexts(masked(name, value), LONGEST_TEXT);
}

function masked(name: string, value: unknown): JsonValue {
  if (value === null || value === undefined) {
    return null;
  }
  if (isCredentialKey(name)) {
    return MASKED;
  }
  if (Array.isArray(value)) {
    return value.map(item => masked('', item));
  }
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, masked(key, part)]),
    );
  }
  return typeof value === 'string' ? maskText(value) : (value as JsonValue);
}
