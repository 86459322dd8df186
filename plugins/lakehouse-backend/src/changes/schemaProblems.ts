import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';

export interface SchemaProblem {
  /** JSON path in the object, e.g. `spec.driver.cores`. */
  path: string;
  message: string;
}

type Schema = Record<string, unknown>;

const compiled = new WeakMap<object, ValidateFunction>();
const MAX_PROBLEMS = 20;

/**
 * What an API server's published schema has against an object: wrong types,
 * missing and unknown fields. Unknown ones count, since the server would drop
 * them without a word. References to other schemas are taken as anything.
 */
export function schemaProblems(
  schema: unknown,
  object: unknown,
): SchemaProblem[] {
  if (!isRecord(schema)) {
    return [];
  }
  const validate = compile(schema);
  const problems = validate(object)
    ? []
    : (validate.errors ?? []).map(toProblem);
  findUnknownFields(schema, object, '', problems);
  return problems.slice(0, MAX_PROBLEMS);
}

function compile(schema: Schema): ValidateFunction {
  const known = compiled.get(schema);
  if (known) {
    return known;
  }
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    validateFormats: false,
    logger: false,
  });
  const validate = ajv.compile(withoutReferences(schema) as Schema);
  compiled.set(schema, validate);
  return validate;
}

function withoutReferences(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutReferences);
  }
  if (!isRecord(value)) {
    return value;
  }
  if (typeof value.$ref === 'string') {
    return {};
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutReferences(item)]),
  );
}

function toProblem(error: ErrorObject): SchemaProblem {
  const at = error.instancePath
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce(appendPath, '');
  const { params } = error;
  if (error.keyword === 'required') {
    return {
      path: appendPath(at, String(params.missingProperty)),
      message: 'is required',
    };
  }
  if (error.keyword === 'enum' && Array.isArray(params.allowedValues)) {
    return {
      path: at,
      message: `must be one of ${params.allowedValues.join(', ')}`,
    };
  }
  return { path: at, message: error.message ?? 'is not valid' };
}

function findUnknownFields(
  schema: Schema,
  value: unknown,
  path: string,
  problems: SchemaProblem[],
) {
  if (typeof schema.$ref === 'string') {
    return;
  }
  if (Array.isArray(value)) {
    const { items } = schema;
    if (isRecord(items)) {
      value.forEach((item, index) =>
        findUnknownFields(items, item, `${path}[${index}]`, problems),
      );
    }
    return;
  }
  if (!isRecord(value) || !isRecord(schema.properties)) {
    if (isRecord(value) && isRecord(schema.additionalProperties)) {
      for (const [key, item] of Object.entries(value)) {
        const at = appendPath(path, key);
        findUnknownFields(schema.additionalProperties, item, at, problems);
      }
    }
    return;
  }
  const open =
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    Boolean(schema.additionalProperties);
  for (const [key, item] of Object.entries(value)) {
    const property = schema.properties[key];
    const at = appendPath(path, key);
    if (isRecord(property)) {
      findUnknownFields(property, item, at, problems);
    } else if (!open) {
      problems.push({ path: at, message: 'is not a field of this kind' });
    }
  }
}

function appendPath(path: string, part: string): string {
  if (/^\d+$/.test(part)) {
    return `${path}[${part}]`;
  }
  if (!/^[A-Za-z_$][\w$-]*$/.test(part)) {
    return `${path}["${part}"]`;
  }
  return path === '' ? part : `${path}.${part}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
