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
  // Versions never fall from one entry to the next; see record.
  #entries: LoggedChange[] = [];
  /** Everything after this version is in the log; undefined: nothing is. */
  #start?: bigint;
  #position?: string;
  #positionNumber?: bigint;
  /** The highest position ever had before the API server went back in time. */
  #lostUpTo?: bigint;
  #hadPosition = false;

  constructor(size: number) {
    this.#size = Math.max(1, size);
  }

  get position(): string | undefined {
    return this.#position;
  }

  record(version: string, key: RowKey): void {
    const number = parseResourceVersion(version);
    if (this.#start === undefined) {
      return;
    }
    const last = this.#entries[this.#entries.length - 1];
    if (number === undefined || (last && number < last.version)) {
      this.#forget(undefined);
      return;
    }
    this.#entries.push({ version: number, key });
    // Half of it is cut off at once, so that a change costs no copying.
    if (this.#entries.length >= this.#size * 2) {
      const dropped = this.#entries.length - this.#size;
      this.#start = this.#entries[dropped - 1].version;
      this.#entries = this.#entries.slice(dropped);
    }
  }

  moveTo(position: string | undefined): void {
    const number =
      position === undefined ? undefined : parseResourceVersion(position);
    const before = this.#positionNumber;
    if (before !== undefined && number !== undefined && number < before) {
      this.#lostUpTo =
        this.#lostUpTo !== undefined && this.#lostUpTo > before
          ? this.#lostUpTo
          : before;
      this.#forget(number);
    } else if (number === undefined) {
      this.#forget(undefined);
    } else if (this.#start === undefined) {
      this.#forget(number);
    }
    this.#position = position;
    this.#positionNumber = number;
    this.#hadPosition ||= position !== undefined;
  }

  hasApplied(position: string): boolean {
    if (this.#position === position) {
      return true;
    }
    const number = parseResourceVersion(position);
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
    const from = parseResourceVersion(position);
    const now = this.#positionNumber;
    if (from === undefined || now === undefined || this.#start === undefined) {
      return this.#position === position
        ? { kind: 'changes', touched: [] }
        : { kind: 'unknown' };
    }
    if (from > now) {
      const lost = this.#lostUpTo !== undefined && from <= this.#lostUpTo;
      return { kind: lost ? 'unknown' : 'behind' };
    }
    if (from < this.#start) {
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
