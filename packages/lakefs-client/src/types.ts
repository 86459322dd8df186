export type { CallOptions } from '@lakefront/rest-client';

/**
 * What lakeFS tells, as far as it is used here. Times are whole seconds since
 * the epoch where lakeFS sends them so (`createdAt`, `modifiedAt`), else the
 * RFC 3339 text it sends. Sizes are bytes. A reference (`ref`) is a branch, a
 * tag or a commit id.
 */

export interface Repository {
  id: string;
  createdAt: number;
  defaultBranch: string;
  /** Where its data lies, e.g. `s3://bucket/prefix`. */
  storageNamespace: string;
  /** Nothing may be written to it: every write is refused with 403. */
  readOnly: boolean;
}

/** A branch or a tag. */
export interface Ref {
  id: string;
  commitId: string;
}

export interface Commit {
  id: string;
  /** The first is the branch that was committed or merged to. */
  parents: readonly string[];
  committer: string;
  message: string;
  createdAt: number;
  /** Of the data as a whole: commits with the same one hold the same objects. */
  metaRangeId: string;
  metadata: Readonly<Record<string, string>>;
  /** Length of the longest way to a root. */
  generation: number;
}

export type ChangeType =
  | 'added'
  | 'removed'
  | 'changed'
  /** Changed on both sides since the merge base; three-dot diffs only. */
  | 'conflict'
  /** Something below this prefix changed; with a delimiter only. */
  | 'prefix_changed';

/** One line of a diff. */
export interface Change {
  type: ChangeType;
  /** Of a prefix with the delimiter at its end. */
  path: string;
  isPrefix: boolean;
  /**
   * Of the object: the new one where it was added or changed. Of a removed one
   * between two references the old one; of an uncommitted removal 0. None for a prefix.
   */
  size?: number;
}

export interface ObjectStats {
  path: string;
  size: number;
  checksum: string;
  modifiedAt: number;
  contentType?: string;
  /** Where the bytes lie, e.g. `s3://bucket/prefix/data/...`. */
  physicalAddress: string;
  metadata: Readonly<Record<string, string>>;
}

/** A line of a listing: an object, or with a delimiter the prefix of some. */
export type ObjectEntry =
  | ({ isPrefix: false } & ObjectStats)
  | { isPrefix: true; path: string };

export interface ObjectContent {
  bytes: Uint8Array;
  /** Of the whole object, also where a range was asked for; undefined where the answer does not say. */
  totalSize?: number;
  etag?: string;
}

export interface MergeBase {
  sourceCommitId: string;
  destinationCommitId: string;
  baseCommitId: string;
}

/** Branch protection of a repository, and the tag that a write must name. */
export interface BranchProtection {
  /** Patterns of branch names with `*` and `?`, in no particular order. */
  patterns: readonly string[];
  /**
   * For `setBranchProtection`. `''` where there is no rule; lakeFS (1.84) takes
   * no such one back, so that nothing guards the first rule of a repository.
   */
  etag: string;
}

/** How long deleted data is kept. */
export interface GarbageCollectionRules {
  defaultRetentionDays: number;
  /** Branches with a time of their own. */
  branches: ReadonlyArray<{ branch: string; retentionDays: number }>;
}

/** What lakeFS ran for one event on a branch: all hooks of all matching actions. */
export interface ActionRun {
  id: string;
  branch: string;
  commitId: string;
  /** E.g. `pre-merge`. */
  eventType: string;
  status: 'failed' | 'completed' | string;
  startTime: string;
  endTime?: string;
}

export interface HookRun {
  id: string;
  /** Name of the action, as its file says it. */
  action: string;
  hookId: string;
  /** A hook after one of the same action that failed is skipped. */
  status: 'failed' | 'completed' | 'skipped' | string;
  /** Of a skipped one the beginning of time, `0001-01-01T00:00:00Z`. */
  startTime: string;
  endTime?: string;
}

export interface ServerConfig {
  /** E.g. `1.84.0`. */
  version?: string;
  storage: {
    /** `s3`, `gs`, `azure`, `local`, `mem`. */
    type: string;
    /** Regular expression that a repository's storage namespace must match. */
    namespacePattern: string;
    preSignSupport: boolean;
  };
}

/** One page of a list. `next` is what the next page is asked for `after`; none on the last. */
export interface Page<T> {
  items: T[];
  next?: string;
}

export interface PageOptions {
  /** Only what comes after this one; the `next` of a page before. */
  after?: string;
  /** How many, 1 to 1000. lakeFS takes 100 where absent. */
  amount?: number;
  /** Only what begins with this. */
  prefix?: string;
}

export interface DiffOptions extends PageOptions {
  /** Folds what is below it to one line (`prefix_changed`), e.g. `/`. */
  delimiter?: string;
}

export interface MergeOptions {
  message?: string;
  metadata?: Record<string, string>;
  /** Whose object it is where both changed; without it that is a conflict. */
  strategy?: 'dest-wins' | 'source-wins';
  /** One parent only: the destination. */
  squash?: boolean;
  /** Merges although nothing differs. */
  allowEmpty?: boolean;
}

/** A key pair of lakeFS. */
export interface LakeFSCredentials {
  accessKeyId: string;
  secretAccessKey: string;
}
