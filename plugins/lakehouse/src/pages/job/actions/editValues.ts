import {
  type EditableField,
  getPath,
  type JsonValue,
  type KubernetesObject,
  MASKED,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** What stands in the fields of the form: text, as people type it. */
export type FieldTexts = Record<string, string>;

/** A value as the text of its field; a list has an item a line. */
export function toText(value: unknown): string {
  if (value === undefined || value === null) {
    return '';
  }
  return Array.isArray(value) ? value.map(String).join('\n') : String(value);
}

/** What the fields of a kind hold in a manifest. */
export function toTexts(
  fields: EditableField[],
  manifest: KubernetesObject,
): FieldTexts {
  return Object.fromEntries(
    fields.map(({ path }) => [path, toText(getPath(manifest, path))]),
  );
}

/** A masked value can't be written back: nobody here knows what it is. */
export function isMasked(text: string): boolean {
  return text.includes(MASKED);
}

/** The values that were changed, for the backend to put into the file; an empty field leaves its value out. */
export function changedValues(
  fields: EditableField[],
  before: FieldTexts,
  after: FieldTexts,
): Array<{ path: string; value: JsonValue }> {
  return fields
    .filter(({ path }) => after[path] !== before[path])
    .map(({ path, type }) => ({ path, value: toValue(type, after[path]) }));
}

function toValue(type: EditableField['type'], text: string): JsonValue {
  if (text.trim() === '') {
    return null;
  }
  switch (type) {
    case 'integer':
      // What is no number is sent as it is: the backend says what is wrong.
      return /^\s*\d+\s*$/.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true';
    case 'string[]':
      return text.split('\n').filter(line => line !== '');
    default:
      return text.trim();
  }
}
