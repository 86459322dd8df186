import {
  isCredentialKey,
  isCredentialValue,
  MASKED,
  maskText,
} from './credentialText';
import { formatPath, type PathPart } from './jsonPath';
import { isBelow } from './policyText';
import type { WorkloadKind } from './kinds/WorkloadKind';

/** A value that looks like a credential, and where it is. @public */
export interface FoundCredential {
  /** JSON path in the object. */
  path: string;
  /** The key that gave it away. */
  key: string;
}

export type MaskingKind = Pick<WorkloadKind, 'mask' | 'compiled'>;

/** Holds the whole object once more, as text. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** Maps and lists that hold free keys and values in every Kubernetes object. */
const FREE_KEYS = new Set(['annotations', 'data', 'stringData', 'envVars']);
const ARGUMENT_LISTS = new Set(['args', 'arguments', 'command']);
const MAX_DEPTH = 100;

/** The parameter of a compiled pipeline whose value is at a path. */
function parameterOf(path: PathPart[]): string | undefined {
  const [last, before, third] = path.slice().reverse().map(String);
  if (/^default_?value$/i.test(last)) {
    return third === 'parameters' ? before : undefined;
  }
  return last === 'constant' &&
    /^runtime_?value$/i.test(before) &&
    path.at(-4) === 'parameters'
    ? third
    : undefined;
}

/** Walks an object once; masks and notes what it finds on the way. */
export class Masker {
  readonly found: FoundCredential[] = [];
  readonly #freeKeys: Set<string>;
  readonly #compiled: readonly string[];

  constructor(
    kind: MaskingKind | undefined,
    private readonly purpose: 'mask' | 'find',
  ) {
    this.#freeKeys = new Set(kind?.mask ?? []);
    this.#compiled = kind?.compiled ?? [];
  }

  walk(value: unknown, path: PathPart[]): unknown {
    if (typeof value === 'string') {
      // A program names variables like credentials all the time; what it keeps
      // is one only where it is written out. For showing, too much is masked.
      const program =
        this.purpose === 'find' &&
        this.#compiled.some(one => isBelow(path, one));
      return maskText(value, key => this.#note(path, key), { program });
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    if (path.length > MAX_DEPTH) {
      return MASKED;
    }
    if (Array.isArray(value)) {
      return this.#isArguments(value, path)
        ? this.#walkArguments(value, path)
        : value.map((item, index) => this.walk(item, [...path, index]));
    }
    return this.#walkRecord(value as Record<string, unknown>, path);
  }

  #walkRecord(record: Record<string, unknown>, path: PathPart[]) {
    const byKey = this.#hasFreeKeys(path);
    const isEnv =
      typeof record.name === 'string' &&
      isCredentialKey(record.name) &&
      isCredentialValue(record.value);
    return Object.fromEntries(
      Object.entries(record).map(([key, item]) => {
        const at = [...path, key];
        if (key === LAST_APPLIED) {
          return [key, MASKED];
        }
        if (isEnv && key === 'value') {
          return [key, this.#mask(at, String(record.name))];
        }
        if (byKey && isCredentialKey(key) && isCredentialValue(item)) {
          return [key, this.#mask(at, key)];
        }
        const parameter = parameterOf(at);
        if (
          parameter &&
          isCredentialKey(parameter) &&
          isCredentialValue(item)
        ) {
          return [key, this.#mask(at, parameter)];
        }
        return [key, this.walk(item, at)];
      }),
    );
  }

  /** `--password x`, `--password=x`, `spark.x.password=x`, in a list of arguments. */
  #walkArguments(list: unknown[], path: PathPart[]): unknown[] {
    let flag: string | undefined;
    return list.map((item, index) => {
      const at = [...path, index];
      if (typeof item !== 'string') {
        flag = undefined;
        return this.walk(item, at);
      }
      const previous = flag;
      const assigned = /^(-{0,2}[\w./-]+)=([\s\S]+)$/.exec(item);
      flag =
        /^--?[\w./-]+$/.test(item) && isCredentialKey(item) ? item : undefined;
      // What follows a flag is its value; one that looks like the next flag
      // is masked all the same, but no reason to refuse.
      const isValue =
        previous && (this.purpose === 'mask' || !/^--?[a-z]/i.test(item));
      if (isValue && isCredentialValue(item)) {
        return this.#mask(at, previous);
      }
      if (
        assigned &&
        isCredentialKey(assigned[1]) &&
        isCredentialValue(assigned[2])
      ) {
        return `${assigned[1]}=${this.#mask(at, assigned[1])}`;
      }
      return this.walk(item, at);
    });
  }

  #hasFreeKeys(path: PathPart[]): boolean {
    return (
      FREE_KEYS.has(String(path[path.length - 1])) ||
      this.#freeKeys.has(path.join('.'))
    );
  }

  #isArguments(list: unknown[], path: PathPart[]): boolean {
    return (
      ARGUMENT_LISTS.has(String(path[path.length - 1])) ||
      (this.#freeKeys.has(path.join('.')) &&
        list.every(item => typeof item === 'string'))
    );
  }

  #mask(path: PathPart[], key: string): string {
    this.#note(path, key);
    return MASKED;
  }

  #note(path: PathPart[], key: string) {
    this.found.push({ path: formatPath(path), key: key.replace(/^-+/, '') });
  }
}
