/** A structural schema, as a CustomResourceDefinition holds it. */
export interface JsonSchema {
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema;
  items?: JsonSchema;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  default?: unknown;
  nullable?: boolean;
  'x-kubernetes-preserve-unknown-fields'?: true;
  'x-kubernetes-int-or-string'?: true;
}

export function object(
  properties: Record<string, JsonSchema>,
  required: string[] = [],
): JsonSchema {
  return {
    type: 'object',
    properties,
    ...(required.length ? { required } : {}),
  };
}

export function list(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

export function mapOf(additionalProperties: JsonSchema): JsonSchema {
  return { type: 'object', additionalProperties };
}

export function oneOf(...values: string[]): JsonSchema {
  return { type: 'string', enum: values };
}

export const string: JsonSchema = { type: 'string' };
export const boolean: JsonSchema = { type: 'boolean' };
export const int32: JsonSchema = { type: 'integer', format: 'int32' };
export const int64: JsonSchema = { type: 'integer', format: 'int64' };
export const dateTime: JsonSchema = {
  type: 'string',
  format: 'date-time',
  nullable: true,
};
export const strings = list(string);
export const stringMap = mapOf(string);

/** Anything, kept as it comes. */
export const freeForm: JsonSchema = {
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
};

/** Anything at all, a text too, kept as it comes. */
export const anything: JsonSchema = {
  'x-kubernetes-preserve-unknown-fields': true,
};

/** A number or a text, as `cpu: 2` and `cpu: 500m`. */
export const quantity: JsonSchema = {
  format: 'quantity',
  'x-kubernetes-int-or-string': true,
};
export const intOrString: JsonSchema = { 'x-kubernetes-int-or-string': true };
export const quantities = mapOf(quantity);
