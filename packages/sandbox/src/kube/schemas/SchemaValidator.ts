import Ajv, { ErrorObject, ValidateFunction } from 'ajv';
import { FieldProblem } from '../KubeStatusError';
import { valueAt } from '../json';
import { parseQuantity } from '../quantity';
import { JsonSchema } from './JsonSchema';

/** Checks values against structural schemas and words what is wrong as the real server does. */
export class SchemaValidator {
  readonly #ajv = new Ajv({ allErrors: true, strict: false });
  readonly #compiled = new Map<JsonSchema, ValidateFunction>();

  constructor() {
    this.#ajv.addFormat('quantity', {
      validate: (text: string) => parseQuantity(text) !== undefined,
    });
    this.#ajv.addFormat('date-time', {
      validate: (text: string) => !Number.isNaN(Date.parse(text)),
    });
    this.#ajv.addFormat('int32', { type: 'number', validate: () => true });
    this.#ajv.addFormat('int64', { type: 'number', validate: () => true });
  }

  problems(value: unknown, schema: JsonSchema): FieldProblem[] {
    let validate = this.#compiled.get(schema);
    if (!validate) {
      validate = this.#ajv.compile(toAjv(schema));
      this.#compiled.set(schema, validate);
    }
    if (validate(value)) {
      return [];
    }
    return (validate.errors ?? [])
      .filter(error => error.keyword !== 'anyOf')
      .map(error => toProblem(error, value));
  }
}

/** The same schema in plain JSON schema: numbers or texts become a choice of types. */
function toAjv(schema: JsonSchema): object {
  const { items, properties, additionalProperties, ...rest } = schema;
  return {
    ...rest,
    ...(schema['x-kubernetes-int-or-string']
      ? { type: ['integer', 'number', 'string'] }
      : {}),
    ...(items ? { items: toAjv(items) } : {}),
    ...(additionalProperties
      ? { additionalProperties: toAjv(additionalProperties) }
      : {}),
    ...(properties
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([key, property]) => [
              key,
              toAjv(property),
            ]),
          ),
        }
      : {}),
  };
}

function toProblem(error: ErrorObject, root: unknown): FieldProblem {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const value = lookUp(root, path);
  const field = fieldOf(path);
  const shown = typeof value === 'object' ? 'object' : JSON.stringify(value);
  const { params } = error;
  switch (error.keyword) {
    case 'required':
      return {
        reason: 'FieldValueRequired',
        field: field
          ? `${field}.${params.missingProperty}`
          : params.missingProperty,
        message: 'Required value',
      };
    case 'enum':
      return {
        reason: 'FieldValueNotSupported',
        field,
        message: `Unsupported value: ${shown}: supported values: ${params.allowedValues
          .map((allowed: string) => JSON.stringify(allowed))
          .join(', ')}`,
      };
    case 'type': {
      const got = JSON.stringify(typeName(value));
      return {
        reason: 'FieldValueTypeInvalid',
        field,
        message: `Invalid value: ${got}: ${field} in body must be of type ${params.type}: ${got}`,
      };
    }
    case 'minimum':
    case 'maximum':
      return {
        reason: 'FieldValueInvalid',
        field,
        message: `Invalid value: ${shown}: ${field} in body should be ${
          error.keyword === 'minimum' ? 'greater' : 'less'
        } than or equal to ${params.limit}`,
      };
    case 'pattern':
      return {
        reason: 'FieldValueInvalid',
        field,
        message: `Invalid value: ${shown}: ${field} in body should match '${params.pattern}'`,
      };
    default:
      return {
        reason: 'FieldValueInvalid',
        field,
        message: `Invalid value: ${shown}: ${field} in body ${error.message}`,
      };
  }
}

function lookUp(root: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      Array.isArray(value) ? value[Number(key)] : valueAt(value, key),
    root,
  );
}

function fieldOf(path: string[]): string {
  return path.reduce((field, part) => {
    if (/^\d+$/.test(part)) {
      return `${field}[${part}]`;
    }
    return field ? `${field}.${part}` : part;
  }, '');
}

function typeName(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'array';
  }
  return Number.isInteger(value) ? 'integer' : typeof value;
}
