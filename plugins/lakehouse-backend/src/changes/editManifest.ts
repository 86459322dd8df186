import { isDeepStrictEqual } from 'node:util';
import { ConflictError } from '@backstage/errors';
import {
  KUBERNETES_YAML,
  type KubernetesObject,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { toYaml } from './toYaml';

interface Splice {
  from: number;
  to: number;
  text: string;
}

interface Source {
  text: string;
  document: Document;
  eol: string;
}

/**
 * The text of a file in which one object is to be another: what differs is
 * cut out and put in where it stands, and every other byte stays as somebody
 * wrote it (comments, order, quotes, other documents of the file).
 *
 * Throws `ConflictError` where that can't be done, e.g. because a value is
 * shared by an anchor: nothing is rewritten that nobody asked to change.
 */
export function editManifest(text: string, next: KubernetesObject): string {
  try {
    const edited = editText(text, next);
    if (edited !== undefined) {
      return edited;
    }
  } catch {
    // What the reader of YAML trips over can't be edited by it either.
  }
  throw new ConflictError(
    `The file of ${next.metadata.name} is written in a way that can't be changed without touching other lines (anchors, merge keys, or two values in one); change it in Git`,
  );
}

/** Nothing where the edited text would not read as what was asked for. */
function editText(text: string, next: KubernetesObject): string | undefined {
  const documents = documentsOf(text);
  const index = indexOf(documents, next);
  const document = documents[index];
  const root = document?.contents as Node | null | undefined;
  if (!root) {
    return undefined;
  }
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const edited = splice(text, edit(root, next, { text, document, eol }));
  const after = documentsOf(edited);
  const kept = documents.every((before, at) =>
    isDeepStrictEqual(
      asJson(after[at]?.toJS()),
      asJson(at === index ? next : before.toJS()),
    ),
  );
  return kept && after.length === documents.length ? edited : undefined;
}

/** As an API server gets it: a date is its text. */
function asJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function documentsOf(text: string): Document[] {
  const documents = parseAllDocuments(text, KUBERNETES_YAML);
  return Array.isArray(documents) ? (documents as Document[]) : [];
}

function indexOf(documents: Document[], object: KubernetesObject): number {
  return documents.length === 1
    ? 0
    : documents.findIndex(document => isObject(document, object));
}

function isObject(document: Document, object: KubernetesObject): boolean {
  const found = document.toJS() as Partial<KubernetesObject> | null;
  return (
    found?.kind === object.kind &&
    found?.metadata?.name === object.metadata.name
  );
}

/** From the end on, so that places stay; of several at one place the first stands first. */
function splice(text: string, splices: Splice[]): string {
  return [...splices]
    .reverse()
    .sort((a, b) => b.from - a.from)
    .reduce(
      (result, { from, to, text: put }) =>
        result.slice(0, from) + put + result.slice(to),
      text,
    );
}

function edit(node: Node, value: unknown, source: Source): Splice[] {
  if (isDeepStrictEqual(node.toJS(source.document), value)) {
    return [];
  }
  if (isMap(node) && isRecord(value)) {
    return editMap(node, value, source);
  }
  if (isSeq(node) && Array.isArray(value)) {
    return editSeq(node, value, source);
  }
  return [replace(node, value, source)];
}

function editMap(
  map: YAMLMap,
  value: Record<string, unknown>,
  source: Source,
): Splice[] {
  const pairs = map.items.filter(isPair);
  const present = new Map(pairs.map(pair => [keyOf(pair), pair]));
  const gone = pairs.filter(pair => !isThere(value, keyOf(pair)));
  const added = Object.keys(value).filter(
    key => value[key] !== undefined && !present.has(key),
  );
  const inline = gone.some(pair => !beginsItsLine(pair, source));
  const nothingLeft = gone.length === pairs.length;
  if (map.flow || nothingLeft || inline) {
    // A short map on one line is written anew where keys come or go.
    return gone.length + added.length > 0
      ? [replace(map, value, source)]
      : changed(pairs, value, source);
  }
  const last = pairs[pairs.length - 1];
  const indent = ' '.repeat(columnOf(startOf(pairs[0]), source));
  const lines = added.map(
    key => `${indent}${scalar(key)}:${render(value[key], indent, source)}`,
  );
  return [
    ...changed(
      pairs.filter(pair => !gone.includes(pair)),
      value,
      source,
    ),
    ...gone.map(pair => ({
      from: lineStart(startOf(pair), source),
      to: lineEnd(endOf(pair), source),
      text: '',
    })),
    ...(lines.length > 0 ? [insertAfter(endOf(last), lines, source)] : []),
  ];
}

function changed(
  pairs: Pair[],
  value: Record<string, unknown>,
  source: Source,
): Splice[] {
  return pairs.flatMap(pair =>
    edit(pair.value as Node, value[keyOf(pair)], source),
  );
}

/** Item by item; what is more is put at the end, what is less is cut off there. */
function editSeq(seq: YAMLSeq, value: unknown[], source: Source): Splice[] {
  const items = seq.items as Node[];
  const sameLength = items.length === value.length;
  if (!sameLength && (seq.flow || value.length === 0 || items.length === 0)) {
    return [replace(seq, value, source)];
  }
  const common = Math.min(items.length, value.length);
  const splices = items
    .slice(0, common)
    .flatMap((item, at) => edit(item, value[at], source));
  if (items.length > common) {
    splices.push({
      from: lineStart(startOf(items[common]), source),
      to: lineEnd(endOf(items[items.length - 1]), source),
      text: '',
    });
  }
  if (value.length > common) {
    const dash = source.text.lastIndexOf('-', startOf(items[0]) - 1);
    const indent = ' '.repeat(columnOf(dash, source));
    const lines = value.slice(common).map(item => `${indent}- ${flow(item)}`);
    splices.push(insertAfter(endOf(items[items.length - 1]), lines, source));
  }
  return splices;
}

function replace(node: Node, value: unknown, source: Source): Splice {
  const from = startOf(node);
  const to = endOf(node);
  const before = source.text[from - 1];
  // A key without a value: there is nothing between it and what follows.
  const gap = from === to && before !== ' ' ? ' ' : '';
  const text = isScalar(node) && !isInFlow(value) ? scalar(value) : flow(value);
  const cut = source.text.slice(from, to);
  const newline = /\r?\n$/.exec(cut)?.[0] ?? '';
  return { from, to, text: `${gap}${text}${newline}` };
}

/** What follows `key:` in a block map. */
function render(value: unknown, indent: string, { eol }: Source): string {
  if (!isInFlow(value)) {
    return ` ${scalar(value)}`;
  }
  if (Object.keys(value as object).length === 0) {
    return ` ${flow(value)}`;
  }
  const lines = toYaml(value).trimEnd().split('\n');
  return lines.map(line => `${eol}${indent}  ${line}`).join('');
}

function insertAfter(end: number, lines: string[], source: Source): Splice {
  const at = lineEnd(end, source);
  const block = lines.join(source.eol);
  return source.text[at - 1] === '\n'
    ? { from: at, to: at, text: `${block}${source.eol}` }
    : { from: at, to: at, text: `${source.eol}${block}` };
}

/** On one line, whatever it is: JSON is YAML too. */
function flow(value: unknown): string {
  return isInFlow(value) ? JSON.stringify(value) : scalar(value);
}

function scalar(value: unknown): string {
  // In a flow collection a plain comma or bracket would end it.
  return typeof value === 'string' && /[\n,[\]{}]/.test(value)
    ? JSON.stringify(value)
    : toYaml(value).trimEnd();
}

function isInFlow(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return isInFlow(value) && !Array.isArray(value);
}

function isThere(value: Record<string, unknown>, key: string): boolean {
  return Object.hasOwn(value, key) && value[key] !== undefined;
}

function keyOf(pair: Pair): string {
  const { key } = pair;
  return String(isScalar(key) ? key.value : key);
}

function startOf(part: Node | Pair): number {
  const node = isPair(part) ? (part.key as Node) : part;
  return node.range?.[0] ?? 0;
}

/** Where the last thing of it ends; blank lines and comments that follow are not its own. */
function endOf(part: Node | Pair): number {
  if (isPair(part)) {
    return endOf((part.value ?? part.key) as Node);
  }
  if ((isMap(part) || isSeq(part)) && !part.flow && part.items.length > 0) {
    return endOf(part.items[part.items.length - 1] as Node | Pair);
  }
  return part.range?.[1] ?? 0;
}

function lineStart(at: number, { text }: Source): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Behind the line break of the line; what ends with one is on its line already. */
function lineEnd(at: number, { text }: Source): number {
  if (text[at - 1] === '\n') {
    return at;
  }
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

function columnOf(at: number, source: Source): number {
  return at - lineStart(at, source);
}

function beginsItsLine(pair: Pair, source: Source): boolean {
  const start = startOf(pair);
  return /^\s*$/.test(source.text.slice(lineStart(start, source), start));
}
