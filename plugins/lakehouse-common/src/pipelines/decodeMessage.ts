import { isRecord, type PathPart } from '../jsonPath';
import type { JsonValue } from '../types';
import { IR_MESSAGES } from './irMessages';
import type { FieldType, IrMessage } from './irTypes';
import { IrProblem } from './IrProblem';
import { jsonProblem } from './jsonProblem';

const INT = /^-?\d{1,16}$/;
const DURATION = /^-?\d{1,12}(\.\d{1,9})?s$/;

/**
 * A message of the IR, read as the server reads JSON: names as JSON has them
 * or as the schema has them, null is not there, what is not known is refused.
 * Throws `IrProblem`.
 */
export function decodeMessage(
  value: unknown,
  name: IrMessage,
  path: readonly PathPart[] = [],
): { [key: string]: unknown } {
  if (!isRecord(value)) {
    throw new IrProblem(path, 'a map is expected here');
  }
  const rule = IR_MESSAGES[name];
  const decoded: Array<[string, unknown]> = [];
  const seen = new Set<string>();
  for (const [key, given] of Object.entries(value)) {
    const field = fieldName(key, rule.fields);
    if (field === undefined) {
      if (rule.open) {
        continue;
      }
      throw new IrProblem([...path, key], 'unknown field');
    }
    if (seen.has(field)) {
      throw new IrProblem([...path, key], 'a field that is there twice');
    }
    seen.add(field);
    const type = rule.fields[field];
    if (given !== null || type === 'value') {
      decoded.push([field, decode(given, type, [...path, key])]);
    }
  }
  for (const group of rule.oneOf ?? []) {
    const both = decoded.filter(([field]) => group.includes(field));
    if (both.length > 1) {
      throw new IrProblem(
        path,
        `only one of ${group.join(', ')} may be said here`,
      );
    }
  }
  return Object.fromEntries(decoded);
}

function fieldName(
  key: string,
  fields: Record<string, FieldType>,
): string | undefined {
  if (Object.hasOwn(fields, key)) {
    return key;
  }
  const camel = key.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  return camel !== key && /^[a-z_]+$/.test(key) && Object.hasOwn(fields, camel)
    ? camel
    : undefined;
}

function decode(
  value: unknown,
  type: FieldType,
  path: readonly PathPart[],
): unknown {
  if (typeof type === 'string') {
    return decodeScalar(value, type, path);
  }
  if ('message' in type) {
    return decodeMessage(value, type.message, path);
  }
  if ('list' in type) {
    if (!Array.isArray(value)) {
      throw new IrProblem(path, 'a list is expected here');
    }
    return value.map((item, index) =>
      decode(item, type.list, [...path, index]),
    );
  }
  if ('map' in type) {
    if (!isRecord(value)) {
      throw new IrProblem(path, 'a map is expected here');
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        decode(item, type.map, [...path, key]),
      ]),
    );
  }
  if (typeof value === 'number') {
    // Enums of a newer schema are numbers that this one has no word for.
    if (!Number.isInteger(value) || type.words[value] === undefined) {
      throw new IrProblem(path, 'a type that KFP does not know');
    }
    return type.words[value];
  }
  if (typeof value !== 'string' || !type.words.includes(value)) {
    throw new IrProblem(path, 'a word that KFP does not know');
  }
  return value;
}

function decodeScalar(
  value: unknown,
  type: Extract<FieldType, string>,
  path: readonly PathPart[],
): unknown {
  const expect = (right: boolean, what: string) => {
    if (!right) {
      throw new IrProblem(path, `${what} is expected here`);
    }
  };
  switch (type) {
    case 'string':
      expect(typeof value === 'string', 'text');
      return value;
    case 'bool':
      expect(typeof value === 'boolean', 'true or false');
      return value;
    case 'int':
      expect(
        Number.isSafeInteger(value) ||
          (typeof value === 'string' && INT.test(value)),
        'a whole number',
      );
      return Number(value);
    case 'double': {
      const number =
        typeof value === 'string' && value.trim() !== ''
          ? Number(value)
          : value;
      expect(typeof number === 'number' && Number.isFinite(number), 'a number');
      return number;
    }
    case 'duration':
      expect(
        typeof value === 'string' && DURATION.test(value),
        'a duration such as 60s',
      );
      return value;
    default: {
      expect(type === 'value' || isRecord(value), 'a map');
      const problem = jsonProblem(value);
      if (problem) {
        throw new IrProblem(path, problem);
      }
      return value as JsonValue;
    }
  }
}
