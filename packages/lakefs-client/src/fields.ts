/** What an answer lacks; told to the caller as a `LakeFSProtocolError`. */
export class MisshapenError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MisshapenError';
  }
}

export type Fields = Record<string, unknown>;

const missing = (name: string, kind: string) =>
  new MisshapenError(`its '${name}' is no ${kind}`);

export function object(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MisshapenError('it is no JSON object');
  }
  return value as Fields;
}

export function array(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new MisshapenError('it is no JSON array');
  return value;
}

export function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw missing(name, 'text');
  return value;
}

export function optionalText(fields: Fields, name: string): string | undefined {
  return fields[name] === undefined || fields[name] === null
    ? undefined
    : text(fields, name);
}

export function number(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number') throw missing(name, 'number');
  return value;
}

export function optionalNumber(
  fields: Fields,
  name: string,
): number | undefined {
  return fields[name] === undefined || fields[name] === null
    ? undefined
    : number(fields, name);
}

export function texts(fields: Fields, name: string): string[] {
  const value = fields[name];
  if (!Array.isArray(value) || value.some(item => typeof item !== 'string')) {
    throw missing(name, 'list of texts');
  }
  return value;
}

/** Keys to texts; empty where the server leaves it out. */
export function textMap(value: unknown, name: string): Record<string, string> {
  if (value === undefined || value === null) return {};
  const entries = Object.entries(object(value));
  if (entries.some(([, item]) => typeof item !== 'string')) {
    throw missing(name, 'map of texts');
  }
  return Object.fromEntries(entries) as Record<string, string>;
}
