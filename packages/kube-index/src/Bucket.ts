import { StoredEntry } from './StoredEntry';

/** The values of one index, and the rows that hold them. */
export class IndexGroup<TRow> {
  readonly name: string;
  readonly buckets = new Map<string, Bucket<TRow>>();
  /** Rows that hold more than one value: without any, no row can come twice. */
  rowsWithSeveral = 0;

  constructor(name: string) {
    this.name = name;
  }
}

/** More rows than this are kept in a set. */
const LARGEST_ARRAY = 512;

const EARLY_ROWS = 8;

/**
 * The rows that hold one value of one index. Most buckets hold a handful (the
 * pods of one job), some hold thousands: each is kept as what is smallest.
 */
export class Bucket<TRow> {
  readonly group: IndexGroup<TRow>;
  readonly value: string;
  /** For whoever counts; zero between two counts. */
  tally = 0;
  #rows:
    | undefined
    | StoredEntry<TRow>
    | readonly StoredEntry<TRow>[]
    | Set<StoredEntry<TRow>>;

  constructor(group: IndexGroup<TRow>, value: string) {
    this.group = group;
    this.value = value;
  }

  get size(): number {
    const rows = this.#rows;
    if (rows === undefined) {
      return 0;
    }
    if (rows instanceof StoredEntry) {
      return 1;
    }
    return rows instanceof Set ? rows.size : rows.length;
  }

  add(entry: StoredEntry<TRow>): void {
    const rows = this.#rows;
    if (rows === undefined) {
      this.#rows = entry;
    } else if (rows instanceof StoredEntry) {
      this.#rows = [rows, entry];
    } else if (rows instanceof Set) {
      rows.add(entry);
    } else if (rows.length < LARGEST_ARRAY) {
      // Not pushed: a pushed array keeps room for more than is ever there.
      this.#rows = rows.concat(entry);
    } else {
      this.#rows = new Set(rows).add(entry);
    }
  }

  delete(entry: StoredEntry<TRow>): void {
    const rows = this.#rows;
    if (rows === entry) {
      this.#rows = undefined;
    } else if (rows instanceof Set) {
      rows.delete(entry);
      if (rows.size <= LARGEST_ARRAY / 2) {
        this.#rows = [...rows];
      }
    } else if (Array.isArray(rows)) {
      const at = rows.indexOf(entry);
      if (at >= 0) {
        const rest = [...rows.slice(0, at), ...rows.slice(at + 1)];
        this.#rows = rest.length === 1 ? rest[0] : rest;
      }
    }
  }

  /** One of the first rows for which it holds. */
  findEarly(
    holds: (entry: StoredEntry<TRow>) => boolean,
  ): StoredEntry<TRow> | undefined {
    const rows = this.#rows;
    if (rows === undefined || rows instanceof StoredEntry) {
      return rows && holds(rows) ? rows : undefined;
    }
    let left = EARLY_ROWS;
    for (const row of rows) {
      if (left-- === 0) {
        return undefined;
      }
      if (holds(row)) {
        return row;
      }
    }
    return undefined;
  }

  forEach(visit: (entry: StoredEntry<TRow>) => void): void {
    const rows = this.#rows;
    if (rows instanceof StoredEntry) {
      visit(rows);
    } else {
      rows?.forEach(visit);
    }
  }
}
