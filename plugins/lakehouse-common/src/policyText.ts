import { formatPath, isRecord, type PathPart } from './jsonPath';

const MAX_TEXT = 16 * 1024;
const MAX_KEY = 512;
const MAX_NODES = 20_000;
/** Of what a compiler wrote, where whole programs are texts. */
const MAX_PROGRAM = 512 * 1024;
const MAX_COMPILED_NODES = 200_000;
const MAX_DEPTH = 50;
/** What a template engine would have replaced. */
const UNRENDERED = /\$\{\{|\{\{ |\{%/;
/** Readers of YAML take it for more than a name, even in quotes. */
const MERGE_KEY = '<<';
const CONTROL = /[^\P{Cc}\n\t]/u;

/**
 * Sees every value of an object once: nothing unrendered, no nulls, sane
 * lengths. Below the paths of `compiled` texts are programs.
 */
export function checkTexts(
  object: unknown,
  compiled: readonly string[] = [],
): Array<{ path: string; message: string }> {
  const maxNodes = compiled.length > 0 ? MAX_COMPILED_NODES : MAX_NODES;
  const problems: Array<{ path: string; message: string }> = [];
  let nodes = 0;
  const say = (path: PathPart[], message: string) =>
    problems.push({ path: formatPath(path), message });
  const isProgram = (path: PathPart[]) =>
    compiled.some(one => isBelow(path, one));
  const text = (value: string, path: PathPart[], longest: number) => {
    if (UNRENDERED.test(value) && !isProgram(path)) {
      say(path, 'still holds a template expression that was not filled in');
    } else if (value.length > longest) {
      say(
        path,
        `has ${value.length} characters; at most ${longest} are possible`,
      );
    } else if (CONTROL.test(value)) {
      say(path, 'holds characters that cannot be printed');
    }
  };
  const walk = (value: unknown, path: PathPart[]) => {
    nodes += 1;
    if (nodes > maxNodes) {
      return;
    }
    if (path.length > MAX_DEPTH) {
      say(path.slice(0, 3), 'is nested too deeply');
    } else if (value === null || value === undefined) {
      say(path, 'is null; leave it out instead');
    } else if (typeof value === 'string') {
      text(value, path, isProgram(path) ? MAX_PROGRAM : MAX_TEXT);
    } else if (typeof value === 'number' && !Number.isFinite(value)) {
      say(path, 'is not a number');
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => walk(item, [...path, index]));
    } else if (isRecord(value)) {
      for (const [key, item] of Object.entries(value)) {
        if (key === MERGE_KEY) {
          say([...path, key], 'is a merge key of YAML, which is no name');
        }
        text(key, [...path, key.slice(0, 80)], MAX_KEY);
        walk(item, [...path, key.slice(0, 80)]);
      }
    }
  };
  walk(object, []);
  if (nodes > maxNodes) {
    say([], `is too big: more than ${maxNodes} values`);
  }
  return problems;
}

/** Whether a place in an object is at a dotted path or below it. */
export function isBelow(path: readonly PathPart[], above: string): boolean {
  return above.split('.').every((step, at) => path[at] === step);
}
