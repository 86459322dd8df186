import { asObject, isObject, JsonObject } from '../json';
import { JsonSchema } from './JsonSchema';

/**
 * Takes out, in place, what the schema does not know, and puts in its
 * defaults. Answers the paths of what was taken out.
 */
export function pruneAndDefault(
  value: unknown,
  schema: JsonSchema,
  path = '',
): string[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items
      ? value.flatMap((item, index) =>
          pruneAndDefault(item, items, `${path}[${index}]`),
        )
      : [];
  }
  if (!isObject(value)) {
    return [];
  }
  const { additionalProperties, properties } = schema;
  if (additionalProperties) {
    return Object.keys(value).flatMap(key =>
      pruneAndDefault(value[key], additionalProperties, join(path, key)),
    );
  }
  if (!properties) {
    return [];
  }
  const unknown = pruneUnknown(value, schema, path);
  putDefaults(value, properties);
  return unknown;
}

function pruneUnknown(
  value: JsonObject,
  schema: JsonSchema,
  path: string,
): string[] {
  const properties = asObject(schema.properties) as Record<string, JsonSchema>;
  return Object.keys(value).flatMap(key => {
    if (Object.hasOwn(properties, key)) {
      return pruneAndDefault(value[key], properties[key], join(path, key));
    }
    if (schema['x-kubernetes-preserve-unknown-fields']) {
      return [];
    }
    delete value[key];
    return [join(path, key)];
  });
}

function putDefaults(
  value: JsonObject,
  properties: Record<string, JsonSchema>,
): void {
  for (const [key, property] of Object.entries(properties)) {
    if (value[key] === undefined && property.default !== undefined) {
      value[key] = property.default;
    }
  }
}

function join(path: string, key: string): string {
  return path ? `${path}.${key}` : key;
}
