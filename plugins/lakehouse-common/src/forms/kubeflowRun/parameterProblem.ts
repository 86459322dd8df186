import { isRecord } from '../../jsonPath';
import { isCredentialKey } from '../../credentialText';
import type { JsonValue, PipelineValueInfo } from '../../types';

const WORDS: Partial<Record<PipelineValueInfo['type'], string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  list: 'a list',
  struct: 'a map',
};

/**
 * Why a pipeline can't be given a value for one of its inputs, or nothing.
 * @public
 */
export function parameterProblem(
  info: PipelineValueInfo,
  value: JsonValue | undefined,
): string | undefined {
  const { name, type, options, optional } = info;
  if (value === undefined) {
    return optional ? undefined : `${name} is needed`;
  }
  const word = WORDS[type];
  if (!word) {
    return `${name} can't be given: only steps hand on such a value`;
  }
  if (!isOfType(type, value)) {
    return `${name} must be ${word}`;
  }
  if (options && !options.includes(value)) {
    return `${name} must be one of ${options.map(String).join(', ')}`;
  }
  return isCredentialKey(name) && typeof value === 'string' && value !== ''
    ? `${name} looks like a credential; keep it in a Secret that the step reads`
    : undefined;
}

/**
 * What is wrong with the parameters of a run, a sentence each: of wrong type,
 * not known, or missing.
 * @public
 */
export function parameterProblems(
  inputs: PipelineValueInfo[],
  parameters: Record<string, JsonValue | undefined>,
): string[] {
  const known = new Map(inputs.map(input => [input.name, input]));
  const unknown = Object.keys(parameters)
    .filter(name => parameters[name] !== undefined && !known.has(name))
    .map(name => `${name} is no parameter of the pipeline`);
  return [
    ...unknown,
    ...inputs
      .filter(({ type }) => type !== 'artifact')
      .flatMap(input => parameterProblem(input, parameters[input.name]) ?? []),
  ];
}

function isOfType(type: PipelineValueInfo['type'], value: JsonValue): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'struct':
      return isRecord(value);
    default:
      return typeof value === 'string';
  }
}
