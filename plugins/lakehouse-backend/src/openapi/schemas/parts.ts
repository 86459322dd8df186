import type { ReferenceObject, SchemaObject } from 'openapi3-ts';

type Schema = SchemaObject | ReferenceObject;
/** Schemas, or properties of one, by name. */
export type Schemas = Record<string, Schema>;

export const text: SchemaObject = { type: 'string' };
export const count: SchemaObject = { type: 'number' };
export const name: SchemaObject = {
  type: 'string',
  minLength: 1,
  maxLength: 253,
  pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$',
};

export const object = (
  properties: Schemas,
  required: string[] = [],
): SchemaObject => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
});
export const listOf = (items: Schema): SchemaObject => ({
  type: 'array',
  items,
});
export const ref = (schema: string): ReferenceObject => ({
  $ref: `#/components/schemas/${schema}`,
});

export const list = (item: string) =>
  object(
    {
      items: listOf(ref(item)),
      nextCursor: text,
      version: text,
      full: { type: 'boolean' },
      behind: { type: 'boolean' },
      truncated: { type: 'boolean' },
      removed: listOf(text),
      total: count,
      freshness: listOf(ref('Freshness')),
    },
    ['items', 'freshness'],
  );
