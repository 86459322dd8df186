import { LogSpan } from './LogSpan';
import { formatPosition, ParsedPosition, parsePosition } from './position';
import { highest, parseResourceVersion } from './resourceVersion';
import { ChangesSince, RowKey } from './types';

interface LoggedChange {
  version: bigint;
  key: RowKey;
}

/**
 * The last changes of one resource of one Kubernetes cluster, and the position
 * they lead up to. Bounded: what is forgotten is answered with 'unknown', never
 * with too little, whichever replica the asker's position is from.
 */
export class ChangeLog {
  readonly #size: number;
  // Versions never fall from one entry to the next.
  #entries: LoggedChange[] = [];
  /** Undefined: nothing is in the log, whatever happened. */
  #span?: LogSpan;
  #position?: string;
  /** The resourceVersion up to which all was applied, and that as a number. */
  #through?: string;
  #number?: bigint;
  #scope?: string;
  /** The highest version of a change, and of a list. */
  #highest = 0n;
  #listed = 0n;
  /** The highest position ever had before the API server went back in time. */
  #lostUpTo?: bigint;
  /** Names the time since then: the same numbers meant something else before. */
  #era?: string;
  #hadPosition = false;
  /** Something changed that cannot be told to who has this very position. */
  #hides = false;

  constructor(size: number) {
    this.#size = Math.max(1, size);
  }

  get position(): string | undefined {
    return this.#position;
  }

  record(version: string, key: RowKey): void {
    const number = parseResourceVersion(version);
    if (!this.#span) {
      this.#hides ||= this.#position !== undefined;
      this.#highest = highest(this.#highest, number);
      return;
    }
    if (
      number === undefined ||
      (this.#number !== undefined && number <= this.#number)
    ) {
      // Who has that position already would not be told.
      this.#forget(undefined);
      this.#hides = true;
      return;
    }
    this.#highest = highest(this.#highest, number);
    // Namespaces that are followed on their own are not in step.
    this.#entries.splice(this.#countUpTo(number), 0, { version: number, key });
    // Half of it is cut off at once, so that a change costs no copying.
    if (this.#entries.length >= this.#size * 2) {
      const dropped = this.#entries.length - this.#size;
      this.#span.forget(this.#entries[dropped - 1].version);
      this.#entries = this.#entries.slice(dropped);
    }
  }

  /**
   * Everything up to the resourceVersion `through` has been applied; undefined:
   * nothing is known. `listed` is the moment that a list showed which has been
   * completed on the way: nobody said what came and went before that. Returns
   * whether the position is another one now.
   */
  moveTo(
    through: string | undefined,
    options: { scope?: string; listed?: bigint } = {},
  ): boolean {
    const { listed, scope } = options;
    const former = this.#position;
    const before = this.#number;
    const number =
      through === undefined ? undefined : parseResourceVersion(through);
    const sameScope = scope === this.#scope;
    this.#hides &&= sameScope && through === this.#through;
    if (number === undefined) {
      this.#highest = 0n;
      this.#listed = 0n;
      this.#forget(undefined);
    } else {
      const back = before !== undefined && number < before;
      if (back) {
        this.#lostUpTo = highest(before, this.#lostUpTo);
      }
      if (back && sameScope) {
        this.#era = `~${before}`;
        this.#highest = 0n;
        this.#listed = 0n;
      }
      this.#listed = highest(this.#listed, listed);
      const begins = !this.#span && number !== before;
      if (back || begins || !sameScope) {
        // Rows may be from later than `number`: what led to that was not kept.
        this.#forget(highest(highest(number, this.#highest), this.#listed));
      } else if (before !== undefined && listed !== undefined) {
        this.#span?.skip({ after: before, before: listed });
      }
    }
    this.#through = through;
    this.#number = number;
    this.#scope = scope;
    this.#position =
      number === undefined
        ? through
        : formatPosition({
            changed: this.#changedAt(number),
            through: number,
            ahead: this.#highest > number ? this.#highest : undefined,
            scope: this.#fullScope(),
          });
    this.#hadPosition ||= through !== undefined;
    return this.#position !== former;
  }

  hasApplied(position: string): boolean {
    if (this.#position === position) {
      return true;
    }
    const parsed = parsePosition(position);
    return parsed !== undefined && !this.#isBehind(parsed);
  }

  since(position: string): ChangesSince {
    if (this.#position === undefined) {
      return { kind: this.#hadPosition ? 'unknown' : 'behind' };
    }
    const asked = parsePosition(position);
    if (!asked || this.#number === undefined || !this.#span) {
      return this.#position === position && !this.#hides
        ? { kind: 'changes', touched: [] }
        : { kind: 'unknown' };
    }
    if (this.#isBehind(asked)) {
      const lost =
        this.#lostUpTo !== undefined &&
        (asked.ahead ?? asked.changed) <= this.#lostUpTo;
      return { kind: lost ? 'unknown' : 'behind' };
    }
    if (
      asked.scope !== this.#fullScope() ||
      !this.#span.canTell(asked, this.#number)
    ) {
      return { kind: 'unknown' };
    }
    const touched = new Set<RowKey>();
    const first = this.#countUpTo(asked.changed);
    for (let i = this.#entries.length - 1; i >= first; i--) {
      touched.add(this.#entries[i].key);
    }
    return { kind: 'changes', touched: [...touched] };
  }

  /** Nothing where it counts for the whole, and always has. */
  #fullScope(): string | undefined {
    return this.#scope === undefined && this.#era === undefined
      ? undefined
      : `${this.#scope ?? ''}${this.#era ?? ''}`;
  }

  /** When the last change was that is not after `through`, as far as is known. */
  #changedAt(through: bigint): bigint {
    const unbroken = this.#span?.unbrokenUpTo(through) ?? through;
    return highest(
      unbroken,
      this.#entries[this.#countUpTo(through) - 1]?.version,
    );
  }

  /** What was heard of since the last change makes nobody behind. */
  #isBehind({ changed, ahead }: ParsedPosition): boolean {
    const now = this.#number;
    return (
      now === undefined ||
      changed > now ||
      // Who knows more of some rows goes on with who does so too.
      (ahead !== undefined && ahead > now && ahead > this.#highest)
    );
  }

  /** How many entries are not after this version. */
  #countUpTo(version: bigint): number {
    let least = 0;
    let most = this.#entries.length;
    while (least < most) {
      const middle = Math.floor((least + most) / 2);
      if (this.#entries[middle].version <= version) {
        least = middle + 1;
      } else {
        most = middle;
      }
    }
    return least;
  }

  #forget(start: bigint | undefined): void {
    this.#entries = [];
    this.#span = start === undefined ? undefined : new LogSpan(start);
  }
}
