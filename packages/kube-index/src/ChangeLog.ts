import { parsePosition } from './position';
import { parseResourceVersion } from './resourceVersion';
import { ChangesSince, RowKey } from './types';

interface LoggedChange {
  version: bigint;
  key: RowKey;
}

/**
 * The last changes of one resource of one Kubernetes cluster, and the position
 * they lead up to. Bounded: what is forgotten is answered with 'unknown', never
 * with too little.
 */
export class ChangeLog {
  readonly #size: number;
  // Versions never fall from one entry to the next.
  #entries: LoggedChange[] = [];
  /** Everything after this version is in the log; undefined: nothing is. */
  #start?: bigint;
  #position?: string;
  #positionNumber?: bigint;
  #scope?: string;
  /** The highest position ever had before the API server went back in time. */
  #lostUpTo?: bigint;
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
    if (this.#start === undefined) {
      this.#hides ||= this.#position !== undefined;
      return;
    }
    const { length } = this.#entries;
    if (
      number === undefined ||
      (this.#positionNumber !== undefined && number <= this.#positionNumber)
    ) {
      // Who has that position already would not be told.
      this.#forget(undefined);
      this.#hides = true;
      return;
    }
    // Namespaces that are followed on their own are not in step.
    let at = length;
    while (at > 0 && this.#entries[at - 1].version > number) {
      at -= 1;
    }
    this.#entries.splice(at, 0, { version: number, key });
    // Half of it is cut off at once, so that a change costs no copying.
    if (this.#entries.length >= this.#size * 2) {
      const dropped = this.#entries.length - this.#size;
      this.#start = this.#entries[dropped - 1].version;
      this.#entries = this.#entries.slice(dropped);
    }
  }

  moveTo(position: string | undefined): void {
    const { version: number, scope } =
      position === undefined
        ? { version: undefined, scope: undefined }
        : parsePosition(position);
    const before = this.#positionNumber;
    if (before !== undefined && number !== undefined && number < before) {
      this.#lostUpTo =
        this.#lostUpTo !== undefined && this.#lostUpTo > before
          ? this.#lostUpTo
          : before;
      this.#forget(number);
    } else if (number === undefined) {
      this.#forget(undefined);
    } else if (this.#start === undefined || scope !== this.#scope) {
      this.#forget(number);
    }
    this.#hides &&= position === this.#position;
    this.#position = position;
    this.#positionNumber = number;
    this.#scope = scope;
    this.#hadPosition ||= position !== undefined;
  }

  hasApplied(position: string): boolean {
    if (this.#position === position) {
      return true;
    }
    const { version: number } = parsePosition(position);
    return (
      number !== undefined &&
      this.#positionNumber !== undefined &&
      number <= this.#positionNumber
    );
  }

  since(position: string): ChangesSince {
    if (this.#position === undefined) {
      return { kind: this.#hadPosition ? 'unknown' : 'behind' };
    }
    const { version: from, scope } = parsePosition(position);
    const now = this.#positionNumber;
    if (from === undefined || now === undefined || this.#start === undefined) {
      return this.#position === position && !this.#hides
        ? { kind: 'changes', touched: [] }
        : { kind: 'unknown' };
    }
    if (from > now) {
      const lost = this.#lostUpTo !== undefined && from <= this.#lostUpTo;
      return { kind: lost ? 'unknown' : 'behind' };
    }
    if (from < this.#start || scope !== this.#scope) {
      return { kind: 'unknown' };
    }
    const touched = new Set<RowKey>();
    for (let i = this.#entries.length - 1; i >= 0; i--) {
      const entry = this.#entries[i];
      if (entry.version <= from) {
        break;
      }
      touched.add(entry.key);
    }
    return { kind: 'changes', touched: [...touched] };
  }

  #forget(start: bigint | undefined): void {
    this.#entries = [];
    this.#start = start;
  }
}
