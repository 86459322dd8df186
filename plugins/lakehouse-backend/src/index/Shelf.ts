import type { NamespaceKey, WorkloadRow } from './rows';

const LINE_END = '\n';

/** An answer about all rows that can follow when one of them changes. */
export interface Followed {
  change(before: WorkloadRow | undefined, after: WorkloadRow | undefined): void;
}

/** Answers to other questions kept per shelf; a page asks two or three. */
const REMEMBERED = 8;

/**
 * The workloads of one kind in one namespace. Answers about them are
 * remembered here, and follow or are forgotten when one of them changes: a
 * question about 500 domains then costs only those in which something
 * happened. A shelf is of one domain, so what it remembers is the same for all
 * who may see it.
 */
export class Shelf {
  readonly #rows = new Map<string, WorkloadRow>();
  /** The same rows as they are searched through; made when they are, dropped when one changes. */
  #list: readonly WorkloadRow[] | undefined;
  #names: Names | undefined;
  readonly #kept = new Map<string, Followed>();
  readonly #answers = new Map<string, unknown>();
  /** `<kubernetesCluster>/<namespace>/<kind>/`: what the address of each row begins with. */
  readonly prefix: string;

  constructor(readonly namespace: NamespaceKey, readonly kind: string) {
    this.prefix = `${namespace}/${kind}/`;
  }

  get size(): number {
    return this.#rows.size;
  }

  rows(): readonly WorkloadRow[] {
    this.#list ??= [...this.#rows.values()];
    return this.#list;
  }

  /** Rows whose name holds a text, which is in lower case as names are. */
  named(part: string): readonly WorkloadRow[] {
    const rows = this.rows();
    this.#names ??= toNames(rows);
    const { text, starts } = this.#names;
    const found: WorkloadRow[] = [];
    let line = 0;
    let at = part.includes(LINE_END) ? -1 : text.indexOf(part);
    while (at >= 0 && line < rows.length) {
      while (starts[line + 1] <= at) {
        line += 1;
      }
      found.push(rows[line]);
      line += 1;
      at = text.indexOf(part, starts[line]);
    }
    return found;
  }

  put(name: string, row: WorkloadRow): void {
    const before = this.#rows.get(name);
    this.#rows.set(name, row);
    this.#changed(before, row);
  }

  remove(name: string): void {
    const before = this.#rows.get(name);
    this.#rows.delete(name);
    this.#changed(before, undefined);
  }

  /** The answer to one of few questions about all rows: it follows what changes. */
  keep<T extends Followed>(question: string, answer: () => T): T {
    const known = this.#kept.get(question);
    if (known) {
      return known as T;
    }
    const value = answer();
    this.#kept.set(question, value);
    return value;
  }

  /** The answer to any question about these rows alone; those asked last are remembered. */
  recall<T>(question: string, answer: () => T): T {
    const known = this.#answers.get(question);
    const value = known === undefined ? answer() : (known as T);
    // Asked last is forgotten last.
    this.#answers.delete(question);
    this.#answers.set(question, value);
    if (this.#answers.size > REMEMBERED) {
      this.#answers.delete(this.#answers.keys().next().value as string);
    }
    return value;
  }

  #changed(before: WorkloadRow | undefined, after: WorkloadRow | undefined) {
    this.#kept.forEach(answer => answer.change(before, after));
    this.#list = undefined;
    this.#names = undefined;
    this.#answers.clear();
  }
}

/** All names in one text: one search through it is faster than one in each of them. */
interface Names {
  text: string;
  /** Where each line begins, and where the text ends. */
  starts: readonly number[];
}

function toNames(rows: readonly WorkloadRow[]): Names {
  const starts = [0];
  const lines = rows.map(({ workload }) => {
    const line = `${workload.name}${LINE_END}`;
    starts.push(starts[starts.length - 1] + line.length);
    return line;
  });
  return { text: lines.join(''), starts };
}
