import {
  type Document,
  isMap,
  isNode,
  isSeq,
  LineCounter,
  parseAllDocuments,
  visit,
} from 'yaml';
import { KUBERNETES_YAML } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Fault } from './Fault';
import type { TreeFile } from './readTree';

/** One document of a file, with where its values stand. */
export interface FileDocument {
  file: string;
  value: unknown;
  /** Line of a value, or of the nearest that is there; the document's for the empty path. */
  lineOf: (path: string) => number;
}

/** More than a manifest needs; what is below it can't grow much. */
const MAX_ALIASES = 100;

/**
 * The documents of a file as engines read them (YAML 1.1), empty ones left out.
 * Tags of applications are refused, and aliases that multiply.
 */
export function readDocuments(file: TreeFile): {
  documents: FileDocument[];
  faults: Fault[];
} {
  const { path } = file;
  const lines = new LineCounter();
  const parsed = parseAllDocuments(file.read(), {
    ...KUBERNETES_YAML,
    lineCounter: lines,
    logLevel: 'silent',
  });
  const all = (Array.isArray(parsed) ? parsed : []) as Document[];
  const documents: FileDocument[] = [];
  const faults: Fault[] = [];
  for (const document of all) {
    const start = lineAt(lines, document.contents?.range?.[0] ?? 0);
    const say = (line: number, message: string) =>
      faults.push({ file: path, line, message });
    const [wrong] = [...document.errors, ...document.warnings];
    if (wrong) {
      say(
        wrong.linePos?.[0].line ?? start,
        `is not YAML that can be applied: ${wrong.message.split('\n')[0]}`,
      );
      continue;
    }
    if (aliasesOf(document) > MAX_ALIASES) {
      say(start, `has more than ${MAX_ALIASES} aliases; write values out`);
      continue;
    }
    try {
      const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
      if (value !== null && value !== undefined) {
        documents.push({
          file: path,
          value,
          lineOf: at => lineOf(document, lines, at) ?? start,
        });
      }
    } catch {
      say(start, 'has aliases that can not be followed; write values out');
    }
  }
  return { documents, faults };
}

function aliasesOf(document: Document): number {
  let count = 0;
  visit(document, {
    Alias() {
      count += 1;
    },
  });
  return count;
}

function lineOf(
  document: Document,
  lines: LineCounter,
  path: string,
): number | undefined {
  let node: unknown = document.contents;
  let line: number | undefined;
  for (const part of partsOf(path)) {
    if (isMap(node)) {
      const pair = node.items.find(
        ({ key }) => isNode(key) && String(key.toJSON()) === String(part),
      );
      const start = isNode(pair?.key) ? pair?.key.range?.[0] : undefined;
      line = start === undefined ? line : lineAt(lines, start);
      node = pair?.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      const start = isNode(node) ? node.range?.[0] : undefined;
      line = start === undefined ? line : lineAt(lines, start);
    }
  }
  return line;
}

/** `spec.volumes[0].name`, `metadata.labels["a.b/c"]`: as policies say it. */
function partsOf(path: string): Array<string | number> {
  const parts: Array<string | number> = [];
  for (const [, quoted, index, plain] of path.matchAll(
    /\["(.*?)"\]|\[(\d+)\]|([^.[\]]+)/gs,
  )) {
    parts.push(quoted ?? (index === undefined ? plain : Number(index)));
  }
  return parts;
}

function lineAt(lines: LineCounter, offset: number): number {
  return Math.max(1, lines.linePos(offset).line);
}
