import type { DomainKey } from '../types';

/** Who asks about lakeFS. */
export interface LakeFSAsker {
  /** Places that they may read. */
  scope: ReadonlySet<DomainKey>;
  /** Places where they may ask for changes. */
  mayChange: ReadonlySet<DomainKey>;
  /** Entity refs of them and their groups, in lower case. */
  claims: readonly string[];
}
