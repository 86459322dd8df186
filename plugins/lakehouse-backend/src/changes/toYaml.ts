import { Document, visit } from 'yaml';

/** Plain scalars that some readers of YAML 1.1 or 1.2 take for something else than a string. */
const AMBIGUOUS = /^(?:[-+]?0o[0-7_]+|<<|=)$/;

/**
 * A manifest as text. Engines and API servers read YAML 1.1, where a bare `on`,
 * `yes` or `12:30` is not a string: such strings are quoted.
 */
export function toYaml(value: unknown): string {
  const document = new Document(value, {
    version: '1.1',
    aliasDuplicateObjects: false,
  });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'string' && AMBIGUOUS.test(node.value)) {
        node.type = 'QUOTE_DOUBLE';
      }
    },
  });
  // Without its directive: the version only decides what is quoted.
  return document.toString({ lineWidth: 0, directives: false });
}
