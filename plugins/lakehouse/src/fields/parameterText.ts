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
