import type {
  ActionRun,
  BranchProtection,
  CallOptions,
  Change,
  Commit,
  DiffOptions,
  GarbageCollectionRules,
  HookRun,
  MergeBase,
  MergeOptions,
  ObjectContent,
  ObjectEntry,
  ObjectStats,
  Page,
  PageOptions,
  Ref,
  Repository,
  ServerConfig,
} from './types';

/**
 * One lakeFS server, with one key. Every call rejects with a `LakeFSError`:
 * `LakeFSStatusError` where lakeFS said no (its `reason` says why, its
 * `status` how), `MergeConflictError` and `HookRefusedError` among them,
 * `LakeFSTimeoutError`, `LakeFSUnreachableError` or `LakeFSProtocolError`;
 * or with the reason of an aborted signal. None holds a credential. A name
 * that can be none (empty, `.`, `..`) is a `TypeError`, and nothing is asked.
 *
 * What a write did after a timeout or a lost connection is not known: look.
 */
export interface LakeFSClient {
  /** Without a path, e.g. `https://lakefs.example.com`. */
  readonly endpoint: string;
  readonly server: ServerCalls;
  readonly repositories: RepositoryCalls;
  readonly branches: BranchCalls;
  readonly tags: TagCalls;
  readonly commits: CommitCalls;
  readonly refs: RefCalls;
  readonly objects: ObjectCalls;
  readonly actions: ActionCalls;
}

export interface ServerCalls {
  /** Resolves where lakeFS answers; needs no valid key. */
  healthy(options?: CallOptions): Promise<void>;
  config(options?: CallOptions): Promise<ServerConfig>;
  /** Id of the user whose key this is, e.g. `admin`. */
  currentUser(options?: CallOptions): Promise<string>;
}

export interface RepositoryCalls {
  /** In the order of their names. */
  list(options?: PageOptions & CallOptions): Promise<Page<Repository>>;
  /** `not-found` where there is none. */
  get(repository: string, options?: CallOptions): Promise<Repository>;
  /** All keys and values; empty where none was ever set. */
  metadata(
    repository: string,
    options?: CallOptions,
  ): Promise<Record<string, string>>;
  /**
   * Adds or replaces these keys and leaves the others alone. lakeFS answers 500
   * to some of those who write at the same time: tried again here, with a
   * random pause, as writing the same twice changes nothing.
   */
  setMetadata(
    repository: string,
    values: Record<string, string>,
    options?: CallOptions,
  ): Promise<void>;
  /** Takes these keys away, there or not; tried again as `setMetadata`. */
  deleteMetadata(
    repository: string,
    keys: readonly string[],
    options?: CallOptions,
  ): Promise<void>;
  branchProtection(
    repository: string,
    options?: CallOptions,
  ): Promise<BranchProtection>;
  /**
   * Replaces all patterns, if nobody did since `etag` was read; else
   * `precondition-failed`: read again, and go on from that. Without `etag`, or
   * with an empty one, it replaces them whatever they are: read once more
   * whether yours are there. lakeFS obeys new rules only when its cache of the
   * old ones, 3 s and up to as much again, has run out.
   */
  setBranchProtection(
    repository: string,
    protection: { patterns: readonly string[]; etag?: string },
    options?: CallOptions,
  ): Promise<void>;
  /** Undefined where the repository has none: nothing is ever collected. */
  garbageCollectionRules(
    repository: string,
    options?: CallOptions,
  ): Promise<GarbageCollectionRules | undefined>;
}

export interface BranchCalls {
  /** In the order of their names. Hidden ones only with `showHidden`. */
  list(
    repository: string,
    options?: PageOptions & { showHidden?: boolean } & CallOptions,
  ): Promise<Page<Ref>>;
  /** `not-found` where the branch or its repository is not there. */
  get(repository: string, branch: string, options?: CallOptions): Promise<Ref>;
  /**
   * Answers the commit it begins at. `already-exists` where a branch of this
   * name is there; `not-found` where the source is not.
   */
  create(
    repository: string,
    branch: { name: string; source: string },
    options?: CallOptions,
  ): Promise<{ commitId: string }>;
  /**
   * With all that is uncommitted on it. `default-branch` for the repository's
   * default one; `not-found` where it is gone already.
   */
  delete(
    repository: string,
    branch: string,
    options?: CallOptions,
  ): Promise<void>;
  /** What was written since the last commit; a removed object has size 0. */
  uncommitted(
    repository: string,
    branch: string,
    options?: DiffOptions & CallOptions,
  ): Promise<Page<Change>>;
  /** `no-changes` where nothing is uncommitted, unless `allowEmpty`. */
  commit(
    repository: string,
    branch: string,
    commit: {
      message: string;
      metadata?: Record<string, string>;
      allowEmpty?: boolean;
    },
    options?: CallOptions,
  ): Promise<Commit>;
}

export interface TagCalls {
  /** In the order of their names. */
  list(
    repository: string,
    options?: PageOptions & CallOptions,
  ): Promise<Page<Ref>>;
  get(repository: string, tag: string, options?: CallOptions): Promise<Ref>;
  /** `already-exists` where a tag of this name is there, also at the same commit. */
  create(
    repository: string,
    tag: { id: string; ref: string },
    options?: CallOptions,
  ): Promise<Ref>;
  delete(repository: string, tag: string, options?: CallOptions): Promise<void>;
}

export interface CommitCalls {
  /** By its id, a unique beginning of it, or another reference. */
  get(
    repository: string,
    commitId: string,
    options?: CallOptions,
  ): Promise<Commit>;
  /** The commits that `ref` stands on, itself first, newest first. */
  log(
    repository: string,
    ref: string,
    options?: {
      after?: string;
      amount?: number;
      /** Only those of the branch itself, merges as one. */
      firstParent?: boolean;
      /** Only those that changed something below one of these; no merges. */
      prefixes?: readonly string[];
      /** Only those that changed one of these objects; no merges. */
      objects?: readonly string[];
      /** Stops at `amount` without looking whether there are more: no `next`. */
      limit?: boolean;
      /** Ends with this commit, which is still told. */
      stopAt?: string;
      /** Ends with the first commit older than this. */
      since?: Date;
    } & CallOptions,
  ): Promise<Page<Commit>>;
}

export interface RefCalls {
  /**
   * What a merge of `right` into `left` would bring (`three_dot`, the default:
   * since their merge base; `conflict` where both changed), or how `right`
   * differs from `left` (`two_dot`). In the order of the paths.
   */
  diff(
    repository: string,
    left: string,
    right: string,
    options?: DiffOptions & { type?: 'two_dot' | 'three_dot' } & CallOptions,
  ): Promise<Page<Change>>;
  mergeBase(
    repository: string,
    source: string,
    destination: string,
    options?: CallOptions,
  ): Promise<MergeBase>;
  /**
   * Answers the new commit of `destination`. Rejects with `MergeConflictError`
   * (both changed the same, and no strategy; it names no path),
   * `HookRefusedError` (a pre-merge hook said no), `no-changes`,
   * `dirty-branch` (uncommitted changes on `destination`), `not-found`.
   */
  merge(
    repository: string,
    source: string,
    destination: string,
    merge?: MergeOptions,
    options?: CallOptions,
  ): Promise<{ commitId: string }>;
}

export interface ObjectCalls {
  /** In the order of the paths; with `delimiter` folded to prefixes. */
  list(
    repository: string,
    ref: string,
    options?: DiffOptions & CallOptions,
  ): Promise<Page<ObjectEntry>>;
  stat(
    repository: string,
    ref: string,
    path: string,
    options?: CallOptions,
  ): Promise<ObjectStats>;
  /**
   * The bytes of an object, or of a part of it: for small files that describe
   * others. More than `maxBytes` (default 4 MB) is a `LakeFSProtocolError`.
   */
  read(
    repository: string,
    ref: string,
    path: string,
    options?: {
      /** First and last byte, both included, from 0; `{ last: n }`: the last n bytes. */
      range?: { from: number; to: number } | { last: number };
      maxBytes?: number;
    } & CallOptions,
  ): Promise<ObjectContent>;
  /** Writes an object, uncommitted. `protected-branch` where the branch's rules forbid it. */
  write(
    repository: string,
    branch: string,
    path: string,
    bytes: Uint8Array,
    options?: { contentType?: string } & CallOptions,
  ): Promise<ObjectStats>;
  /** Removes an object, uncommitted; one that is not there is no error. */
  delete(
    repository: string,
    branch: string,
    path: string,
    options?: CallOptions,
  ): Promise<void>;
}

export interface ActionCalls {
  /** Newest first (those of one second in the order they ran), of one branch or commit if named. */
  runs(
    repository: string,
    options?: {
      branch?: string;
      commit?: string;
      after?: string;
      amount?: number;
    } & CallOptions,
  ): Promise<Page<ActionRun>>;
  run(
    repository: string,
    runId: string,
    options?: CallOptions,
  ): Promise<ActionRun>;
  hooks(
    repository: string,
    runId: string,
    options?: { after?: string; amount?: number } & CallOptions,
  ): Promise<Page<HookRun>>;
  /** What a hook printed, at most `maxBytes` (default 256 KB) of it. */
  output(
    repository: string,
    runId: string,
    hookRunId: string,
    options?: { maxBytes?: number } & CallOptions,
  ): Promise<{ text: string; cut: boolean }>;
}
