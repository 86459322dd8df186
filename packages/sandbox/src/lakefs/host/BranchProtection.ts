import { createHash } from 'node:crypto';
import type { Clock, Random } from '../../types';
import { LakeFSRefusal } from '../LakeFSRefusal';
import { globToRegExp } from '../model/names';

/** What lakeFS obeys is up to twice this old. */
const CACHE_MS = 3_000;

/**
 * Rules by which branches may not be written to. What is asked for is always
 * the newest; what is obeyed comes from a cache, as in lakeFS.
 */
export class BranchProtection {
  private patterns: readonly string[] = [];
  private cached?: { patterns: readonly string[]; until: number };

  constructor(private readonly clock: Clock, private readonly random: Random) {}

  get(): { patterns: readonly string[]; etag: string } {
    return { patterns: this.patterns, etag: this.etag() };
  }

  /** `etag` is that of the rules that are to be replaced; undefined replaces any. */
  set(patterns: readonly string[], etag: string | undefined): void {
    if (etag !== undefined && etag !== this.etag()) {
      throw new LakeFSRefusal(412, 'Precondition failed');
    }
    this.patterns = [...new Set(patterns)];
  }

  isProtected(branch: string): boolean {
    const now = this.clock.now();
    if (!this.cached || this.cached.until <= now) {
      this.cached = {
        patterns: this.patterns,
        until: now + CACHE_MS + Math.floor(this.random() * CACHE_MS),
      };
    }
    return this.cached.patterns.some(pattern =>
      globToRegExp(pattern).test(branch),
    );
  }

  /** No rules have an empty one, by which nobody can write: lakeFS refuses it. */
  private etag(): string {
    return this.patterns.length === 0
      ? ''
      : createHash('sha256')
          .update(JSON.stringify(this.patterns))
          .digest('hex');
  }
}
