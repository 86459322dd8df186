import { ParsedPosition } from './position';
import { highest } from './resourceVersion';

/** Versions between which, both excluded, things may have come and gone unheard of. */
interface Gap {
  after: bigint;
  before: bigint;
}

/**
 * From which versions on a log has everything that happened: from its start on,
 * but for what its latest list has skipped. A list tells what differs from what
 * was known before, and not what came and went in between.
 */
export class LogSpan {
  #start: bigint;
  #gap?: Gap;

  constructor(start: bigint) {
    this.#start = start;
  }

  /** What happened up to this version is not in the log any more. */
  forget(version: bigint): void {
    this.#start = highest(this.#start, version);
  }

  /** Only one gap is kept: what was before the former is forgotten. */
  skip(gap: Gap): void {
    const former = this.#gap;
    if (gap.before <= gap.after) {
      return;
    }
    if (former && gap.after < former.before) {
      this.#gap = {
        after: former.after,
        before: highest(former.before, gap.before),
      };
      return;
    }
    if (former) {
      this.forget(former.before);
    }
    this.#gap = gap;
  }

  /** Since when, up to this version, nothing happened that is not in the log. */
  unbrokenUpTo(version: bigint): bigint {
    const gap = this.#gap;
    if (!this.#holds(version)) {
      return version;
    }
    return gap && gap.before <= version
      ? highest(this.#start, gap.before)
      : this.#start;
  }

  /** Whether all that somebody may have missed, or known too early, is in the log up to `now`. */
  canTell({ changed, through, ahead }: ParsedPosition, now: bigint): boolean {
    const gap = this.#gap;
    const shared = through < now ? through : now;
    if (ahead !== undefined) {
      // What is known too early may have gone in the gap again.
      const clear = !gap || gap.before <= shared || gap.after >= ahead;
      return clear && this.#holds(shared);
    }
    // Nothing happened between these, so that any moment of them will do.
    return (
      this.#holds(shared) ||
      (gap !== undefined &&
        gap.after >= changed &&
        gap.after <= shared &&
        this.#holds(gap.after))
    );
  }

  /** Whether all that happened after this version is in the log. */
  #holds(version: bigint): boolean {
    const gap = this.#gap;
    return (
      version >= this.#start &&
      !(gap && version > gap.after && version < gap.before)
    );
  }
}
