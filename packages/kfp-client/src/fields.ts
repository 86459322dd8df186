import {
  isAbsent,
  isObject,
  misshapenField,
  type Fields,
} from '@lakefront/rest-client';

// KFP leaves out what is empty, zero or false, so nearly everything may lack.

/** Empty where the server leaves it out. */
export function objectIn(fields: Fields, name: string): Fields {
  const value = fields[name];
  if (isAbsent(value)) return {};
  if (!isObject(value)) throw misshapenField(name, 'JSON object');
  return value;
}

/** Empty where the server leaves it out. */
export function listIn(fields: Fields, name: string): unknown[] {
  const value = fields[name];
  if (isAbsent(value)) return [];
  if (!Array.isArray(value)) throw misshapenField(name, 'JSON array');
  return value;
}

/** An id: never empty. */
export function id(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '')
    throw misshapenField(name, 'id');
  return value;
}

/** `''` where the server leaves it out. */
export function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (isAbsent(value)) return '';
  if (typeof value !== 'string') throw misshapenField(name, 'text');
  return value;
}

export function optionalText(fields: Fields, name: string): string | undefined {
  return text(fields, name) || undefined;
}

/** A number, or a 64-bit one, which JSON of protobuf writes as text; 0 where the server leaves it out. */
export function integer(fields: Fields, name: string): number {
  const value = fields[name];
  if (isAbsent(value)) return 0;
  const number = typeof value === 'string' ? Number(value) : value;
  if (!Number.isSafeInteger(number) || value === '') {
    throw misshapenField(name, 'whole number');
  }
  return number as number;
}

/** Undefined where the server leaves it out, and where it says 1970: nothing of KFP is that old. */
export function optionalTime(fields: Fields, name: string): string | undefined {
  const value = text(fields, name);
  if (value === '') return undefined;
  const time = Date.parse(value);
  if (Number.isNaN(time)) throw misshapenField(name, 'time');
  return time === 0
    ? undefined
    : new Date(time).toISOString().replace('.000Z', 'Z');
}

/** Keys to texts; empty where the server leaves it out. */
export function textMap(fields: Fields, name: string): Record<string, string> {
  const entries = Object.entries(objectIn(fields, name));
  if (entries.some(([, item]) => typeof item !== 'string')) {
    throw misshapenField(name, 'map of texts');
  }
  return Object.fromEntries(entries) as Record<string, string>;
}
