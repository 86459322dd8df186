import { isRecord } from '@lakefront/backstage-plugin-lakehouse-common';

const DEPTH = 10;

/** What a table format calls its nested types, and where their parts stand. */
export interface TypeWords {
  /** Its word for a list, e.g. `array`, and the key of what is in it. */
  list: string;
  element: string;
  key: string;
  value: string;
}

/** A column's type in one line, e.g. `list<struct<id: long>>`; `unknown` for what is none. */
export function typeText(type: unknown, words: TypeWords, depth = 0): string {
  if (typeof type === 'string') {
    return type;
  }
  if (!isRecord(type) || depth > DEPTH) {
    return 'unknown';
  }
  const inner = (part: unknown) => typeText(part, words, depth + 1);
  switch (type.type) {
    case words.list:
      return `${words.list}<${inner(type[words.element])}>`;
    case 'map':
      return `map<${inner(type[words.key])}, ${inner(type[words.value])}>`;
    case 'struct':
      return `struct<${(Array.isArray(type.fields) ? type.fields : [])
        .map(field => `${field?.name}: ${inner(field?.type)}`)
        .join(', ')}>`;
    default:
      return 'unknown';
  }
}
