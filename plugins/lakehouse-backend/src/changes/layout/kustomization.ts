import { isDeepStrictEqual } from 'node:util';
import { ConflictError, InputError } from '@backstage/errors';
import {
  changingFields,
  KUBERNETES_YAML,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { toYaml } from '../toYaml';
import { MAX_FILE_LENGTH, splitDocuments } from './documents';

export interface KustomizationFile {
  path: string;
  text: string;
}

/**
 * What a kustomization lists, as it is written. Throws `InputError` where it
 * does more than list: then what is in a file is not what is applied.
 */
export function readResources(
  file: KustomizationFile,
  namespace: string,
): string[] {
  const value = valueOf(file);
  const more = changingFields(value, namespace);
  if (more.length > 0) {
    throw new InputError(
      `${file.path} does more than list resources (${more.join(
        ', ',
      )}): what is in a file there is not what is applied, so it can only be changed in Git`,
    );
  }
  const resources = value.resources ?? [];
  if (
    !Array.isArray(resources) ||
    !resources.every(item => typeof item === 'string')
  ) {
    throw new InputError(
      `${file.path}: resources must be a list of texts; put that right in Git first`,
    );
  }
  return resources;
}

/** Whether an entry of the list means a path below the kustomization's directory. */
export function isEntry(entry: string, path: string): boolean {
  return entry.replace(/^(\.\/+)+/, '').replace(/\/+$/, '') === path;
}

/** With one more entry, before the first that sorts after it; every other byte stays. */
export function addResource(file: KustomizationFile, entry: string): string {
  const { text } = file;
  const { map, list, items } = listOf(file);
  // As an item: what stands alone in a document may be written otherwise.
  const written = toYaml([entry]).trimEnd().slice(2);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const next = items.findIndex(item => nameOf(item) > entry);
  const at = next === -1 ? items.length : next;
  let result: string;
  if (!list) {
    result = withList(text, map, { written, eol });
  } else if (list.flow || items.length === 0) {
    const flow = /[\n,[\]{}#]/.test(entry) ? JSON.stringify(entry) : written;
    result = intoFlow(text, list, { items, at, written: flow });
  } else {
    const dash = text.lastIndexOf('-', startOf(items[0]) - 1);
    const indent = text.slice(lineStart(text, dash), dash);
    const line = `${indent}- ${written}`;
    // What is said above the first entry is said of that one.
    const place =
      at === 0 ? headEnd(text, map) : lineEnd(text, endOf(items[at - 1]));
    const open = text[place - 1] === '\n' ? '' : eol;
    const close = open === '' ? eol : '';
    result = `${text.slice(0, place)}${open}${line}${close}${text.slice(
      place,
    )}`;
  }
  const names = items.map(nameOf);
  return checked(file, result, [
    ...names.slice(0, at),
    entry,
    ...names.slice(at),
  ]);
}

/** Without one entry; every other byte stays. Throws `ConflictError` where none would be left. */
export function removeResource(file: KustomizationFile, entry: string): string {
  const { text } = file;
  const { list, items } = listOf(file);
  const at = items.findIndex(item => isEntry(nameOf(item), entry));
  if (at === -1 || !list) {
    return text;
  }
  if (items.length === 1) {
    throw new ConflictError(
      `${file.path} would list nothing any more, which Kustomize refuses; add marker.yaml to its resources first`,
    );
  }
  const node = items[at];
  let from: number;
  let to: number;
  if (list.flow) {
    from = at === 0 ? startOf(node) : endOf(items[at - 1]);
    to = at === 0 ? startOf(items[1]) : endOf(node);
  } else {
    from = lineStart(text, startOf(node));
    to = lineEnd(text, endOf(node));
  }
  const names = items.map(nameOf);
  return checked(file, `${text.slice(0, from)}${text.slice(to)}`, [
    ...names.slice(0, at),
    ...names.slice(at + 1),
  ]);
}

/** Nothing is written that would read otherwise than meant. */
function checked(
  file: KustomizationFile,
  text: string,
  resources: string[],
): string {
  const now = { ...file, text };
  const expected = { ...valueOf(file), resources };
  try {
    if (
      splitDocuments(text).length === splitDocuments(file.text).length &&
      isDeepStrictEqual(valueOf(now), expected)
    ) {
      return text;
    }
  } catch {
    // What can't be read afterwards was not meant.
  }
  throw unreadable(file);
}

function valueOf(file: KustomizationFile): Record<string, unknown> {
  let value: unknown;
  try {
    value = documentOf(file).toJS();
  } catch {
    // An alias of nothing, or too many of them.
    throw unreadable(file);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unreadable(file);
  }
  return value as Record<string, unknown>;
}

function documentOf(file: KustomizationFile) {
  const document = parseDocument(file.text, KUBERNETES_YAML);
  if (document.errors.length > 0 || file.text.length > MAX_FILE_LENGTH) {
    throw unreadable(file);
  }
  return document;
}

function unreadable({ path }: KustomizationFile) {
  return new ConflictError(
    `${path} is written in a way that can't be changed without touching other lines; change it in Git`,
  );
}

function listOf(file: KustomizationFile): {
  map: YAMLMap;
  list?: YAMLSeq;
  items: Node[];
} {
  const map = documentOf(file).contents;
  if (!isMap(map) || map.flow) {
    throw unreadable(file);
  }
  const list = map.get('resources', true) as unknown;
  return isSeq(list)
    ? { map, list, items: list.items as Node[] }
    : { map, items: [] };
}

/** The list where there was none, or one without an entry. */
function withList(
  text: string,
  map: YAMLMap,
  { written, eol }: { written: string; eol: string },
): string {
  const pair = map.items.find(
    ({ key }) => isScalar(key) && key.value === 'resources',
  );
  if (pair) {
    const place = endOf(pair.key as Node) + 1;
    return `${text.slice(0, place)} [${written}]${text.slice(place)}`;
  }
  const open = text === '' || text.endsWith('\n') ? '' : eol;
  return `${text}${open}resources:${eol}- ${written}${eol}`;
}

function intoFlow(
  text: string,
  list: YAMLSeq,
  options: { items: Node[]; at: number; written: string },
): string {
  const { items, at, written } = options;
  const [start] = list.range!;
  if (items.length === 0) {
    return `${text.slice(0, start + 1)}${written}${text.slice(start + 1)}`;
  }
  return at < items.length
    ? insert(text, startOf(items[at]), `${written}, `)
    : insert(text, endOf(items[items.length - 1]), `, ${written}`);
}

function insert(text: string, at: number, what: string): string {
  return `${text.slice(0, at)}${what}${text.slice(at)}`;
}

/** Behind the line of `resources:`. */
function headEnd(text: string, map: YAMLMap): number {
  const pair = map.items.find(
    ({ key }) => isScalar(key) && key.value === 'resources',
  );
  return lineEnd(text, endOf(pair!.key as Node));
}

function nameOf(node: Node): string {
  return isScalar(node) ? String(node.value) : '';
}

function startOf(node: Node): number {
  return node.range![0];
}

function endOf(node: Node): number {
  return node.range![1];
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  if (text[at - 1] === '\n') {
    return at;
  }
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}
