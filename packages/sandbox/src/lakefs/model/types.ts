/** An object of a tree: what describes it, and its bytes. */
export interface Entry {
  checksum: string;
  size: number;
  /** Seconds since the epoch. */
  modifiedAt: number;
  contentType: string;
  metadata: Record<string, string>;
  physicalAddress: string;
  bytes: Buffer;
}

/** All objects of a commit by path. Never changed once it is made. */
export type Tree = ReadonlyMap<string, Entry>;

/** What was written since the last commit; null removes the path. */
export type Staged = ReadonlyMap<string, Entry | null>;

export interface Commit {
  id: string;
  parents: readonly string[];
  committer: string;
  message: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  metaRangeId: string;
  metadata: Record<string, string>;
  generation: number;
  tree: Tree;
}

export interface Branch {
  id: string;
  commitId: string;
  hidden: boolean;
  staged: Map<string, Entry | null>;
}

export type ChangeType = 'added' | 'removed' | 'changed' | 'conflict';

export interface Change {
  path: string;
  type: ChangeType;
  size: number;
}
