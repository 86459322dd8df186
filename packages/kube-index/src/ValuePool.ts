import { Generations } from './Generations';

/** Shorter ones are kept once by JavaScript itself, longer ones rarely come twice. */
const SHORTEST_TEXT = 11;
const LONGEST_TEXT = 200;
/** A larger part of a row is hardly ever the same as that of another. */
const LARGEST_PART = 4;
const DEEPEST = 8;

/**
 * Keeps one copy of what comes again and again within rows: strings (nodes,
 * images, owners, times; parsed JSON has a new one for every object) and small
 * parts made of them (labels, names of containers), which are frozen, as they
 * belong to many rows. Bounded: what was not seen for a while is forgotten.
 */
export class ValuePool {
  readonly #texts: Generations<string>;
  readonly #parts: Generations<object>;

  constructor(size: number = 1_024) {
    this.#texts = new Generations(size);
    this.#parts = new Generations(size);
  }

  /** Replaces, within plain objects and arrays, what others have too. */
  shareWithin(row: unknown): void {
    if (isPlain(row)) {
      this.#shareMembers(row, DEEPEST);
    }
  }

  #shareMembers(parent: Record<string, unknown>, depth: number): void {
    for (const name of Object.keys(parent)) {
      const value = parent[name];
      if (typeof value === 'string') {
        parent[name] = this.#shareText(value);
      } else if (depth > 0 && isPlain(value)) {
        this.#shareMembers(value, depth - 1);
        parent[name] = this.#sharePart(value);
      }
    }
  }

  #shareText(text: string): string {
    const worth = text.length >= SHORTEST_TEXT && text.length <= LONGEST_TEXT;
    return worth ? this.#texts.share(text, text) : text;
  }

  #sharePart(part: Record<string, unknown>): object {
    const values = Object.values(part);
    if (
      values.length > LARGEST_PART ||
      values.some(value => typeof value === 'object' && value !== null)
    ) {
      return part;
    }
    const key = JSON.stringify(part);
    // A member that is undefined is not in the text, and would be lost.
    return key.length > LONGEST_TEXT || values.includes(undefined)
      ? part
      : this.#parts.share(key, Object.freeze(part));
  }
}

/** An array or a plain object that may be written to. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) {
    return false;
  }
  const prototype = Object.getPrototypeOf(value);
  return (
    prototype === Object.prototype ||
    prototype === Array.prototype ||
    prototype === null
  );
}
