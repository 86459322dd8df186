import { Clock } from '../types';

/** One line of a container's log. */
export interface LogLine {
  time: number;
  text: string;
}

/** What a reader wants of a log. */
export interface LogQuery {
  tailLines?: number;
  /** Milliseconds since the epoch. */
  since?: number;
}

const LONGEST = 20_000;

/** The lines that containers wrote, and who is listening. */
export class LogStore {
  readonly #clock: Clock;
  readonly #lines = new Map<string, LogLine[]>();
  readonly #readers = new Map<string, Set<(line: LogLine) => void>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  append(namespace: string, pod: string, container: string, text: string) {
    const key = keyOf(namespace, pod, container);
    const lines = this.#lines.get(key) ?? [];
    const line = { time: this.#clock.now(), text };
    lines.push(line);
    if (lines.length > LONGEST * 1.2) {
      lines.splice(0, lines.length - LONGEST);
    }
    this.#lines.set(key, lines);
    for (const reader of [...(this.#readers.get(key) ?? [])]) {
      reader(line);
    }
  }

  read(
    namespace: string,
    pod: string,
    container: string,
    { tailLines, since }: LogQuery = {},
  ): LogLine[] {
    const lines = this.#lines.get(keyOf(namespace, pod, container)) ?? [];
    const recent =
      since === undefined ? lines : lines.filter(line => line.time >= since);
    return tailLines === undefined
      ? recent
      : recent.slice(Math.max(0, recent.length - tailLines));
  }

  /** Calls back for every new line; returns stop. */
  follow(
    namespace: string,
    pod: string,
    container: string,
    reader: (line: LogLine) => void,
  ): () => void {
    const key = keyOf(namespace, pod, container);
    const readers = this.#readers.get(key) ?? new Set();
    this.#readers.set(key, readers.add(reader));
    return () => {
      readers.delete(reader);
      if (readers.size === 0) {
        this.#readers.delete(key);
      }
    };
  }

  /** Forgets what a pod wrote. */
  drop(namespace: string, pod: string): void {
    for (const key of this.#lines.keys()) {
      if (key.startsWith(`${namespace}/${pod}/`)) {
        this.#lines.delete(key);
      }
    }
  }
}

function keyOf(namespace: string, pod: string, container: string): string {
  return `${namespace}/${pod}/${container}`;
}
