import type {
  JsonValue,
  PipelineValueInfo,
} from '@lakefront/backstage-plugin-lakehouse-common';

/**
 * What somebody typed for a parameter as its value; a text that is none of its
 * type stays a text, so that the check finds it. Nothing where it is empty.
 */
export function toParameter(
  type: PipelineValueInfo['type'],
  text: string,
): JsonValue | undefined {
  if (text === '') {
    return undefined;
  }
  if (type === 'string') {
    return text;
  }
  try {
    const value: JsonValue = JSON.parse(text);
    // A text in quotes is none of these types either.
    return typeof value === 'string' || value === null ? text : value;
  } catch {
    return text;
  }
}

/** A parameter's value as one would type it. */
export function toText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) {
    return '';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A value of few as a choice in a list: two of another type may read alike. */
export function toKey(value: JsonValue | undefined): string {
  return value === undefined ? '' : JSON.stringify(value);
}

/** Artifacts are handed from step to step; only parameters are given. */
export function isGiven({ type }: PipelineValueInfo): boolean {
  return type !== 'artifact';
}

/** What an input is where nothing is given for it; empty where something has to be. */
export function insteadOf(info: PipelineValueInfo): string {
  return info.default === undefined ? '' : toText(info.default) || 'empty';
}

/** What an input is for, of what type, and what it is where left empty. */
export function aboutInput(info: PipelineValueInfo): string {
  const instead = insteadOf(info);
  return [
    info.description,
    wordOf(info.type),
    ...(instead ? [`${instead} where left empty`] : []),
  ]
    .filter(Boolean)
    .join(' · ');
}

function wordOf(type: PipelineValueInfo['type']): string {
  switch (type) {
    case 'integer':
      return 'whole number';
    case 'number':
      return 'number';
    case 'boolean':
      return 'true or false';
    case 'list':
      return 'list, as JSON: ["a", "b"]';
    case 'struct':
      return 'map, as JSON: {"a": 1}';
    default:
      return 'text';
  }
}
