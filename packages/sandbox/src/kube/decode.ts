import { KubeObject } from '../types';
import { clone, isObject, JsonObject } from './json';
import { badRequest, FieldProblem, invalid } from './KubeStatusError';
import { groupVersionOf, ResourceDefinition } from './resources';
import { JsonSchema, object as schemaObject } from './schemas/JsonSchema';
import { objectMeta } from './schemas/objectMeta';
import { pruneAndDefault } from './schemas/prune';
import { SchemaValidator } from './schemas/SchemaValidator';

export interface DecodeOptions {
  fieldValidation?: 'Strict' | 'Warn' | 'Ignore';
  /** What a caller should hear although nothing failed. */
  warnings?: string[];
}

const validator = new SchemaValidator();
const METADATA_ONLY = schemaObject({ metadata: objectMeta });
const wholeSchemas = new Map<JsonSchema, JsonSchema>();

/** Turns a body into an object of this resource: known fields only, defaults in, types right. */
export function decodeObject(
  resource: ResourceDefinition,
  body: unknown,
  options: DecodeOptions = {},
): KubeObject {
  const copy = clone(body);
  checkEnvelope(resource, copy);
  if (!resource.custom) {
    dropNulls(copy);
  }
  checkGoTypes(
    resource,
    validator.problems({ metadata: copy.metadata }, METADATA_ONLY),
  );
  const whole = wholeSchema(resource);
  if (whole) {
    const unknown = pruneAndDefault(copy, whole).map(
      path => `unknown field "${path}"`,
    );
    if (unknown.length && options.fieldValidation === 'Strict') {
      throw cannotHandle(
        resource,
        `strict decoding error: ${unknown.join(', ')}`,
      );
    }
    if (options.fieldValidation !== 'Ignore') {
      options.warnings?.push(...unknown);
    }
    if (!resource.custom) {
      checkGoTypes(resource, validator.problems(copy, whole));
    }
  }
  return copy as unknown as KubeObject;
}

/** Throws 422 with every field that the schema refuses. */
export function checkSchema(
  resource: ResourceDefinition,
  object: KubeObject,
  more: FieldProblem[] = [],
): void {
  const whole = wholeSchema(resource);
  const problems = [
    ...more,
    ...(whole ? validator.problems(object, whole) : []),
  ];
  if (problems.length) {
    throw invalid(resource, object.metadata.name ?? '', problems);
  }
}

function wholeSchema(resource: ResourceDefinition): JsonSchema | undefined {
  const { schema } = resource;
  if (!schema) {
    return undefined;
  }
  let whole = wholeSchemas.get(schema);
  if (!whole) {
    whole = {
      ...schema,
      ...schemaObject({
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: objectMeta,
        ...schema.properties,
      }),
      ...(schema.required ? { required: schema.required } : {}),
    };
    wholeSchemas.set(schema, whole);
  }
  return whole;
}

function cannotHandle(resource: ResourceDefinition, why: string) {
  return badRequest(
    `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: ${why}`,
  );
}

function checkEnvelope(
  resource: ResourceDefinition,
  body: unknown,
): asserts body is JsonObject {
  if (!isObject(body)) {
    throw badRequest(
      'the object provided is unrecognized (must be of type Object)',
    );
  }
  const expected = groupVersionOf(resource);
  body.apiVersion ??= expected;
  body.kind ??= resource.kind;
  if (body.apiVersion !== expected) {
    throw badRequest(
      `the API version in the data (${body.apiVersion}) does not match the expected API version (${expected})`,
    );
  }
  if (body.kind !== resource.kind) {
    throw badRequest(
      `the kind in the data (${body.kind}) does not match the expected kind (${resource.kind})`,
    );
  }
  if (!isObject(body.metadata)) {
    body.metadata = {};
  }
  dropNulls(body.metadata);
}

/** For a built-in kind null is the same as nothing. */
function dropNulls(value: unknown): void {
  if (Array.isArray(value)) {
    value.forEach(dropNulls);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (item === null) {
        delete value[key];
      } else {
        dropNulls(item);
      }
    }
  }
}

/** For a built-in kind a wrong type does not even decode. */
function checkGoTypes(
  resource: ResourceDefinition,
  problems: FieldProblem[],
): void {
  for (const { field, message, reason } of problems) {
    if (message.includes('"quantity"')) {
      throw cannotHandle(
        resource,
        `quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
      );
    }
    if (reason === 'FieldValueTypeInvalid') {
      const [, got, wanted] =
        /^Invalid value: "(\w+)".* of type (\w+)/.exec(message) ?? [];
      throw cannotHandle(
        resource,
        `json: cannot unmarshal ${got} into Go struct field ${resource.kind}.${field} of type ${wanted}`,
      );
    }
  }
}
