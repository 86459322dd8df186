export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is below some keys, as far as it is an object. */
export function fieldsAt(from: unknown, ...keys: string[]): Fields {
  const found = keys.reduce<unknown>(
    (value, key) => (isFields(value) ? value[key] : undefined),
    from,
  );
  return isFields(found) ? found : {};
}

/** A text that is not empty. */
export function textIn(from: Fields, key: string): string | undefined {
  const value = from[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** `{ key: value }`, or nothing where there is no value. */
export function given<K extends string, T>(
  key: K,
  value: T | undefined,
): { [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: T });
}
