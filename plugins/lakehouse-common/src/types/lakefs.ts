import type { WorkloadAddress } from './workload';

// What is on lakeFS. Sizes in bytes, times as ISO 8601 in UTC. A reference
// (`ref`) is a branch, a tag or a commit id. A server is called as
// `lakehouse.lakefs.servers[].name` has it.

/** @public */
export interface LakeFSAddress {
  server: string;
  repository: string;
}

/** How much an answer about lakeFS can be believed. @public */
export interface LakeFSFreshness {
  server: string;
  /** Absent where it is about the server's list of repositories. */
  repository?: string;
  /**
   * `unreachable`: no answer, or none of lakeFS; `refused`: it takes the
   * portal's key no more; `limited`: it asks us to wait.
   */
  state: 'live' | 'stale' | 'unreachable' | 'refused' | 'limited';
  /** When what is shown was read; never read is not empty. */
  readAt?: string;
  /** Since when it does not answer. */
  since?: string;
  /**
   * What is shown is what objects that declare branches tell, as the branch
   * controller saw them last; nothing else was read.
   */
  fromObjects?: true;
  /** Why it is not live and what to do, in one sentence. */
  message?: string;
}

/** @public */
export interface LakeFSList<T> {
  items: T[];
  nextCursor?: string;
  /** All that match, over all pages; absent where it would have to be counted. */
  total?: number;
  freshness: LakeFSFreshness[];
}

/** A repository that domains of the reader may use. @public */
export interface LakeFSRepository extends LakeFSAddress {
  /** As the two below: absent where nothing was ever read from lakeFS. */
  defaultBranch?: string;
  createdAt?: string;
  readOnly?: boolean;
  /** Of those the reader may see, the domains whose settings name it. */
  domains: Array<{
    domain: string;
    kubernetesCluster: string;
    /** Whether the keys of the domain's Secrets reach only its own repositories. */
    keysPerDomain: boolean;
    /** Whether the reader may ask for changes there. */
    mayChange: boolean;
  }>;
  /** Undefined before its branches were ever read. */
  branches?: number;
  /** In lakeFS' own UI. */
  url: string;
}

/** @public */
export interface LakeFSRepositoryDetail {
  repository: LakeFSRepository;
  /** What holds for all its branches; absent before that was ever read. */
  rules?: LakeFSRepositoryRules;
  /** Absent before its branches were ever read. */
  kept?: KeptBranch[];
  freshness: LakeFSFreshness[];
}

/** What holds for all branches of a repository. @public */
export interface LakeFSRepositoryRules {
  /** Patterns of branch names that nobody may write to. */
  protection: string[];
  /** Absent where nothing is ever collected. */
  garbageCollection?: {
    defaultRetentionDays: number;
    branches: Array<{ branch: string; retentionDays: number }>;
  };
}

/** A branch that outlived its object, or was deleted and can be restored. @public */
export interface KeptBranch {
  branch: string;
  /** When it was kept. When one was deleted is written nowhere. */
  at?: string;
  /** Of the head of a deleted one, where that was read. */
  committedAt?: string;
  /** The object it was declared by, `<cluster name>/<namespace>/<name>`; only where the reader may see it. */
  owner?: string;
  /** Why it was not deleted; absent for a deleted one. */
  reason?: string;
  message?: string;
  /** Whether the branch is still there. */
  exists: boolean;
  /** The tag that holds the head of a deleted one. */
  tag?: string;
  commitId?: string;
  /** After this its data may be gone (garbage collection): restoring is refused. Absent: no end. */
  restorableUntil?: string;
}

/** Where a declared branch stands, as its `LakeFSBranch` says. @public */
export interface BranchStanding extends LakeFSAddress {
  branch: string;
  source: string;
  /** What it is for, as who asked for it says. */
  purpose?: string;
  deletionPolicy: 'Retain' | 'Delete';
  /** End of the day where the object names a day. */
  expiresAt?: string;
  expired?: boolean;
  /** It was deleted when it had expired; `commitId` was its head. */
  deleted?: boolean;
  /** Since when lakeFS does not tell the branch controller how it is; all below is from before. */
  unknownSince?: string;
  /** Head when it was last looked at. */
  commitId?: string;
  /** Commits that the source has not; counted up to 1,000. */
  ahead?: number;
  behind?: number;
  /** Objects written or removed since the last commit; counted up to 1,000. */
  uncommitted?: number;
  /** What was asked to be merged, and whether it was. */
  promotion?: {
    commit: string;
    into: string;
    done: boolean;
    /** The commit that the merge made; absent where nothing was left to merge. */
    mergedBy?: string;
    /** Why it was not merged when that was tried. */
    refused?: {
      /** Stable word, e.g. `hook-refused`, `conflict`, `destination-dirty`. */
      code: string;
      /** One sentence for people. */
      message: string;
      /** The run of hooks that refused it, on the branch it was to go into. */
      hookRun?: string;
    };
  };
}

/**
 * Which branches a list is about. `mine`: asked for by the reader, or owned by
 * them or a group of theirs; `expiring`: within a week, or already; `stale`:
 * the head is older than 30 days; `declared`: by an object they may see. @public
 */
export type LakeFSBranchView =
  | 'all'
  | 'mine'
  | 'expiring'
  | 'stale'
  | 'declared';

/** One row of a repository's branches. @public */
export interface LakeFSBranchRow extends LakeFSAddress {
  branch: string;
  /** Absent where only an object tells of it that names no head. */
  commitId?: string;
  /** False also where it is not known which one is. */
  isDefault: boolean;
  /** Of its head, where that was read already. */
  committedAt?: string;
  committer?: string;
  message?: string;
  /** The object that declares it, where the reader may see it. */
  declaredBy?: WorkloadAddress & {
    domain: string;
    owner?: string;
    requestedBy?: string;
    changeId?: string;
    state: string;
    standing: BranchStanding;
  };
  /** Some object claims it that the reader may not see. */
  claimedByAnother?: boolean;
}

/** @public */
export interface LakeFSBranchList extends LakeFSList<LakeFSBranchRow> {
  /** How many each view has. */
  counts: Record<LakeFSBranchView, number>;
  /** Branches whose head is not read yet: some of them may be stale, too. */
  headsUnread?: number;
}

/** @public */
export interface LakeFSBranchDetail {
  row: LakeFSBranchRow;
  repository: LakeFSRepository;
  /** Against its source, or against the default branch where nothing declares it. */
  against: {
    ref: string;
    /** Absent where neither lakeFS nor an object tells it; as the three below. */
    commitId?: string;
    /** Counted up to 1,000. */
    ahead?: number;
    behind?: number;
    /** Objects written or removed since the last commit, counted up to 1,000. */
    uncommitted?: number;
  };
  /** Matches a rule that keeps people from writing to it; absent where the rules were never read. */
  protected?: boolean;
  /** In lakeFS' own UI. */
  url: string;
  /** Not `live` where all of it is from before. */
  freshness: LakeFSFreshness[];
}

/** @public */
export interface LakeFSCommit {
  id: string;
  parents: string[];
  committer: string;
  message: string;
  createdAt: string;
  metadata: Record<string, string>;
  /** The job that made it, where its metadata says so and the reader may see it. */
  job?: WorkloadAddress;
  url: string;
}

/** @public */
export interface LakeFSRef {
  id: string;
  type: 'branch' | 'tag';
  commitId: string;
}

/** One line of a compare: an object, or a folder with what changed below it. @public */
export interface LakeFSChange {
  path: string;
  isFolder: boolean;
  /** Of an object. */
  type?: 'added' | 'removed' | 'changed' | 'conflict';
  /** Objects below it, or the one. */
  added: number;
  removed: number;
  changed: number;
  conflicts: number;
  /** Size of what was added or changed. */
  bytes: number;
  /** There are more than were counted. */
  more?: boolean;
  /** A folder that is a table. */
  table?: 'iceberg' | 'delta' | 'parquet';
}

/** What a merge of `to` into `from` would bring, one folder at a time. @public */
export interface LakeFSComparison {
  from: { ref: string; commitId: string };
  to: { ref: string; commitId: string };
  prefix: string;
  items: LakeFSChange[];
  /** For `after` of the next page. */
  nextCursor?: string;
}

/** What differs in one table. @public */
export interface LakeFSTableChange {
  path: string;
  format: 'iceberg' | 'delta' | 'parquet';
  change: 'added' | 'removed' | 'changed';
  files: { added: number; removed: number; changed: number; more?: boolean };
  bytes: number;
  /** Where metadata files tell it. */
  rows?: { before?: number; after?: number };
  /** Columns that were added, removed, or are of another type. */
  columns?: Array<{ name: string; before?: string; after?: string }>;
  /** Why rows and columns are not told. */
  problem?: string;
}

/** @public */
export interface LakeFSTables {
  items: LakeFSTableChange[];
  /** More changed than was looked at. */
  more?: boolean;
}

/** What lakeFS ran on a branch for one event. @public */
export interface LakeFSHookRun {
  id: string;
  branch: string;
  commitId: string;
  /** E.g. `pre-merge`. */
  eventType: string;
  status: string;
  startedAt: string;
  endedAt?: string;
  url: string;
}

/** @public */
export interface LakeFSHookRunDetail extends LakeFSHookRun {
  hooks: Array<{
    action: string;
    hookId: string;
    status: string;
    startedAt?: string;
    endedAt?: string;
    /** What it printed, masked. */
    output?: string;
    outputCut?: boolean;
  }>;
}

/** What promoting a branch would do, and what stands in the way. @public */
export interface LakeFSPromotionPreview {
  branch: string;
  into: string;
  /** Head of the branch: what would be merged. */
  commitId: string;
  intoCommitId: string;
  /** Newest first, at most 100. */
  commits: LakeFSCommit[];
  moreCommits?: boolean;
  /** Paths that both sides changed, at most 100. */
  conflicts: string[];
  moreConflicts?: boolean;
  /** Hooks that run before the merge, as the action files of the branch say. */
  hooks: Array<{ action: string; hookId: string; type: string }>;
  /** Whether it could be merged, one sentence each why not: nothing to merge, uncommitted changes, a conflict, a read-only repository ... */
  obstacles: Array<{ code: string; message: string }>;
}

/** A lakeFS server on the health page. @public */
export interface LakeFSServerHealth {
  server: string;
  freshness: LakeFSFreshness;
  version?: string;
  repositories?: number;
  /** Requests sent in the last hour. */
  requestsLastHour: number;
  /** What is wrong, or can't be promised, and what to do: one sentence each. */
  advice: string[];
}
