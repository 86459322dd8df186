import { InputError } from '@backstage/errors';
import {
  Composer,
  type CST,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type ParsedNode,
  Parser,
} from 'yaml';
import type { PathPart } from '../jsonPath';
import { MAX_DEPTH } from './jsonProblem';

/** One document of a YAML text, and in which line what is. */
export interface YamlDocument {
  value: unknown;
  /** Counted from 1; of the nearest there is, where the path leads to nothing. */
  lineOf(path: readonly PathPart[]): number;
}

const MAX_DOCUMENTS = 16;

/**
 * The documents of a YAML text that is not trusted, without empty ones: no
 * anchors, aliases and tags, no key twice, at most `MAX_DEPTH` deep. Takes
 * time and memory in proportion to the text. Throws `InputError` with a line
 * and a rule, and nothing of the text.
 */
export function readYamlDocuments(text: string): YamlDocument[] {
  const lines = new LineCounter();
  const lineAt = (offset: number) => lines.linePos(offset).line || 1;
  const tokens = parseTokens(text, lines);
  checkTokens(tokens, lineAt);
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    prettyErrors: false,
    stringKeys: true,
    // Its own check compares each key with each; ours is below.
    uniqueKeys: false,
  });
  const documents: YamlDocument[] = [];
  for (const document of composer.compose(tokens)) {
    const [error] = [...document.errors, ...document.warnings];
    if (error) {
      // The library's message may quote the text; its code can't.
      throw invalid(
        lineAt(error.pos[0]),
        `this is no valid YAML (${error.code})`,
      );
    }
    if (document.contents && !isEmpty(document.contents)) {
      checkKeys(document.contents, lineAt);
      documents.push({
        value: document.toJS(),
        lineOf: path => lineAt(offsetOf(document.contents, path)),
      });
    }
  }
  return documents;
}

export function invalid(line: number, rule: string): InputError {
  return new InputError(`Line ${line}: ${rule}`);
}

function isEmpty(node: ParsedNode): boolean {
  return isScalar(node) && node.value === null;
}

/** Gives up early on what is nested without end, and on documents without number. */
function parseTokens(text: string, lines: LineCounter): CST.Token[] {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let documents = 0;
  const take = (token: CST.Token) => {
    tokens.push(token);
    documents += token.type === 'document' ? 1 : 0;
    if (documents > MAX_DOCUMENTS) {
      throw new InputError('There are too many YAML documents');
    }
  };
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      take(token);
    }
    // Beside maps and lists the document and a scalar are on its stack.
    if (parser.stack.length > MAX_DEPTH + 3) {
      throw tooDeep(lines.linePos(parser.offset).line);
    }
  }
  for (const token of parser.end()) {
    take(token);
  }
  return tokens;
}

function tooDeep(line: number): InputError {
  return invalid(line, `maps and lists may be nested ${MAX_DEPTH} deep`);
}

/** On tokens, as composing recurses and would overflow the stack. */
function checkTokens(
  tokens: CST.Token[],
  lineAt: (offset: number) => number,
): void {
  // From the end, so that what is taken from it next is what stands next.
  const waiting = tokens.map(token => ({ token, depth: 0 })).reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) {
      throw tooDeep(lineAt(token.offset));
    }
    if (token.type === 'anchor' || token.type === 'alias') {
      throw invalid(
        lineAt(token.offset),
        'anchors and aliases are not read here; write the value out',
      );
    }
    if (token.type === 'tag') {
      throw invalid(lineAt(token.offset), 'tags are not read here');
    }
    for (const child of childrenOf(token).reverse()) {
      waiting.push({
        token: child,
        depth: 'items' in token ? depth + 1 : depth,
      });
    }
  }
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === 'document') {
    return [...token.start, ...(token.value ? [token.value] : [])];
  }
  if (token.type === 'block-scalar') {
    return [...token.props];
  }
  if (!('items' in token)) {
    return [];
  }
  return token.items.flatMap(item => [
    ...item.start,
    ...(item.key ? [item.key] : []),
    ...(item.sep ?? []),
    ...(item.value ? [item.value] : []),
  ]);
}

function checkKeys(root: ParsedNode, lineAt: (offset: number) => number): void {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (isSeq(node)) {
      node.items.forEach(item => waiting.push(item));
    } else if (isMap(node)) {
      const seen = new Set<string>();
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : '';
        if (seen.has(name)) {
          throw invalid(
            lineAt(isScalar(key) ? key.range?.[0] ?? 0 : 0),
            'a key that its map has already',
          );
        }
        seen.add(name);
        waiting.push(value);
      }
    }
  }
}

function offsetOf(root: ParsedNode | null, path: readonly PathPart[]): number {
  let node: unknown = root;
  let offset = root?.range[0] ?? 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        ({ key }) => isScalar(key) && String(key.value) === String(part),
      );
      if (!pair) {
        return offset;
      }
      offset = (isScalar(pair.key) ? pair.key.range?.[0] : undefined) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      const range =
        isScalar(node) || isMap(node) || isSeq(node) ? node.range : undefined;
      offset = range?.[0] ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}
