import { asObject, isObject, type JsonObject } from '../kube/json';
import { componentOf, type Ir } from './ir';
import { invalidInput } from './KfpRefusal';

/** What a parameter's value has to be, and how KFP calls that. */
const TYPES: Record<string, [(value: unknown) => boolean, string, string]> = {
  NUMBER_DOUBLE: [isNumber, 'double or integer', 'number'],
  NUMBER_INTEGER: [isNumber, 'double or integer', 'number'],
  STRING: [value => typeof value === 'string', 'string', 'string'],
  BOOLEAN: [value => typeof value === 'boolean', 'bool', 'bool'],
  LIST: [Array.isArray, 'list', 'list'],
  STRUCT: [isObject, 'struct', 'struct'],
};

/** Throws where the values given are not those that the pipeline takes. */
export function checkParameters(ir: Ir, given: JsonObject): void {
  const declared = asObject(
    asObject(componentOf(ir, 'root').inputDefinitions).parameters,
  );
  for (const [name, said] of Object.entries(declared)) {
    const { defaultValue, isOptional, parameterType } = asObject(said);
    if (given[name] === undefined) {
      if (!isOptional && defaultValue === undefined) {
        throw invalidInput(
          `parameter ${name} is not optional, yet has neither default value nor user provided value`,
        );
      }
      continue;
    }
    const [fits, wanted, kind] = TYPES[String(parameterType)] ?? [];
    if (fits && !fits(given[name])) {
      throw invalidInput(
        wanted === 'double or integer'
          ? `input parameter ${name} requires type double or integer, but the parameter value is not of number value type`
          : `input parameter ${name} requires type ${wanted}, but the input parameter is not of ${kind} value type`,
      );
    }
  }
  const extra = Object.keys(given).filter(
    name => !Object.hasOwn(declared, name),
  );
  if (extra.length > 0) {
    throw invalidInput(
      `parameter(s) provided are not required by pipeline: ${extra.join(', ')}`,
    );
  }
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}
