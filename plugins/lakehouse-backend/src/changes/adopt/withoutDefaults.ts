import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '@lakefront/backstage-plugin-lakehouse-common';

/**
 * A value without what the API server puts in by itself, as far as its schema
 * says so: what is left out comes back the same. Nulls go too. Pure.
 */
export function withoutDefaults(value: unknown, schema: unknown): unknown {
  if (Array.isArray(value)) {
    const items = isRecord(schema) ? schema.items : undefined;
    return value.map(item => withoutDefaults(item, items));
  }
  if (!isRecord(value)) {
    return value;
  }
  const kept = Object.entries(value).filter(
    ([key, item]) => item !== null && !isDefault(key, item, schema),
  );
  return Object.fromEntries(
    kept.map(([key, item]) => [
      key,
      withoutDefaults(item, schemaOf(key, schema)),
    ]),
  );
}

function isDefault(key: string, value: unknown, schema: unknown): boolean {
  const property = schemaOf(key, schema);
  const required = isRecord(schema) ? schema.required : undefined;
  return (
    isRecord(property) &&
    property.default !== undefined &&
    isDeepStrictEqual(property.default, value) &&
    !(Array.isArray(required) && required.includes(key))
  );
}

function schemaOf(key: string, schema: unknown): unknown {
  if (!isRecord(schema)) {
    return undefined;
  }
  const { properties, additionalProperties } = schema;
  return isRecord(properties) && Object.hasOwn(properties, key)
    ? properties[key]
    : additionalProperties;
}
