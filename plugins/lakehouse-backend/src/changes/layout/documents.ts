import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import { parseManifest } from '../parseManifest';

/** One document of a file: what stands between two of its separators. */
export interface FileDocument {
  text: string;
  /** Where its text begins and ends in the file. */
  from: number;
  to: number;
  /** Where its separator begins; the same as `from` where it has none. */
  separator: number;
  /** Nothing where it is no manifest. */
  object?: KubernetesObject;
}

/** What tells one object from all others of a domain. */
export interface ObjectKey {
  /** Of the API; empty for the core one. */
  group: string;
  kind: string;
  name: string;
  /** Where objects that name none go. */
  namespace: string;
}

/** Longer ones are no manifests, and cost time to read. */
export const MAX_FILE_LENGTH = 1024 * 1024;

/** At the beginning of a line nothing else can look like this, not even in a block of text. */
const SEPARATOR = /^---(?=[ \t\r\n]|$)[ \t]*(?:#[^\r\n]*)?(?:\r?\n)?/gm;

/** The documents of a file in order; texts and separators together are the whole file. */
export function splitDocuments(text: string): FileDocument[] {
  const starts = [
    { separator: 0, from: 0 },
    ...[...text.matchAll(SEPARATOR)].map(({ index, 0: found }) => ({
      separator: index,
      from: index + found.length,
    })),
  ];
  return starts
    .map(({ separator, from }, at) => {
      const to = starts[at + 1]?.separator ?? text.length;
      const own = text.slice(from, to);
      const object =
        text.length <= MAX_FILE_LENGTH ? parseManifest(own) : undefined;
      return { text: own, from, to, separator, ...(object && { object }) };
    })
    .filter(({ separator, to }, at) => at > 0 || to > separator);
}

/**
 * The document of a file that holds an object; the whole file where it holds
 * nothing else. Of two with that object the first: engines refuse both.
 */
export function findDocument(
  text: string,
  key: ObjectKey,
): FileDocument | undefined {
  const documents = splitDocuments(text);
  const found = documents.find(
    ({ object }) => object !== undefined && isObject(object, key),
  );
  const isAlone = documents.every(one => one === found || isEmpty(one.text));
  return found && isAlone
    ? { ...found, text, from: 0, to: text.length, separator: 0 }
    : found;
}

/** The file with another text in the place of a document; every other byte stays. */
export function replaceDocument(
  text: string,
  { from, to }: FileDocument,
  next: string,
): string {
  const after = text.slice(to);
  const glued = after !== '' && !/\n$/.test(next);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return `${text.slice(0, from)}${next}${glued ? eol : ''}${after}`;
}

/**
 * The file without a document and its separator, or nothing where no other
 * document is left. What was said above the first one, with a blank line
 * between, is said of the file and stays.
 */
export function removeDocument(
  text: string,
  gone: FileDocument,
): string | undefined {
  if (gone.from === 0 && gone.to === text.length) {
    return undefined;
  }
  const isFirst = gone.separator === gone.from;
  const head = isFirst
    ? /^(?:[ \t]*#[^\n]*\n)+(?:[ \t]*\r?\n)+/.exec(text)
    : null;
  const from = head ? head[0].length : gone.separator;
  return `${text.slice(0, from)}${text.slice(gone.to)}`;
}

export function isObject(object: KubernetesObject, key: ObjectKey): boolean {
  const { apiVersion, kind, metadata } = object;
  const group = String(apiVersion ?? '').includes('/')
    ? String(apiVersion).split('/')[0]
    : '';
  return (
    kind === key.kind &&
    group === key.group &&
    metadata.name === key.name &&
    (metadata.namespace === undefined || metadata.namespace === key.namespace)
  );
}

/** Nothing but comments, blank lines and marks. */
function isEmpty(text: string): boolean {
  return text
    .split(/\r?\n/)
    .every(line => /^\s*(#.*)?$|^\.\.\.\s*$|^%/.test(line));
}
