import {
  isAbsent,
  misshapenField,
  MisshapenError,
  object,
  type Fields,
} from '@lakefront/rest-client';

export function array(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new MisshapenError('it is no JSON array');
  return value;
}

export function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw misshapenField(name, 'text');
  return value;
}

export function optionalText(fields: Fields, name: string): string | undefined {
  return isAbsent(fields[name]) ? undefined : text(fields, name);
}

export function number(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number') throw misshapenField(name, 'number');
  return value;
}

export function optionalNumber(
  fields: Fields,
  name: string,
): number | undefined {
  return isAbsent(fields[name]) ? undefined : number(fields, name);
}

export function texts(fields: Fields, name: string): string[] {
  const value = fields[name];
  if (!Array.isArray(value) || value.some(item => typeof item !== 'string')) {
    throw misshapenField(name, 'list of texts');
  }
  return value;
}

/** Keys to texts; empty where the server leaves it out. */
export function textMap(value: unknown, name: string): Record<string, string> {
  if (isAbsent(value)) return {};
  const entries = Object.entries(object(value));
  if (entries.some(([, item]) => typeof item !== 'string')) {
    throw misshapenField(name, 'map of texts');
  }
  return Object.fromEntries(entries) as Record<string, string>;
}
