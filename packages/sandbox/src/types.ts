/**
 * What the sandbox's parts say to each other in process. To the outside each
 * part speaks its real protocol only.
 */

/** Time, injected; deterministic in tests. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Calls back once after `ms`; returns a function that cancels it. */
  after(ms: number, callback: () => void): () => void;
}

/** Numbers in [0, 1) from a seed: same seed, same sandbox. */
export type Random = () => number;

export interface Logger {
  info(message: string): void;
  warn(message: string): void;
}

export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    generation?: number;
    creationTimestamp?: string;
    deletionTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: Array<{
      apiVersion: string;
      kind: string;
      name: string;
      uid: string;
      controller?: boolean;
    }>;
    finalizers?: string[];
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

/** Who asks. Service accounts are `system:serviceaccount:<namespace>:<name>`. */
export interface KubeUser {
  name: string;
  groups: string[];
}

/** A Kubernetes resource by its plural, e.g. `{ group: '', version: 'v1', plural: 'pods' }`. */
export interface ResourceRef {
  group: string;
  version: string;
  plural: string;
}

/** A failed call, as `metav1.Status`; `message` is the Status' message. */
export interface KubeStatus {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: {};
  status: 'Failure';
  message: string;
  reason: string;
  details?: unknown;
  code: number;
}

export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubeObject;
}

export interface PatchOptions {
  /** `apply` creates the object when it is not there (server-side apply: create or merge). */
  type: 'merge' | 'json' | 'apply';
  subresource?: 'status';
  dryRun?: boolean;
}

/**
 * In-process client of the sandbox's API server, acting as one user. It goes
 * through the same authorization, admission, defaulting and quota as HTTP.
 * Failed calls throw `KubeStatusError` (with `.status: KubeStatus`).
 */
export interface KubeClient {
  /** Whether anything of a group and version is served. */
  serves(apiVersion: string): boolean;
  /** The resource that serves a group, version and kind, or undefined (no such kind). */
  resourceFor(
    apiVersion: string,
    kind: string,
  ): (ResourceRef & { namespaced: boolean }) | undefined;
  get(
    resource: ResourceRef,
    namespace: string | undefined,
    name: string,
  ): KubeObject | undefined;
  list(
    resource: ResourceRef,
    options?: { namespace?: string; labelSelector?: string },
  ): KubeObject[];
  create(
    resource: ResourceRef,
    object: KubeObject,
    options?: { dryRun?: boolean },
  ): KubeObject;
  update(
    resource: ResourceRef,
    object: KubeObject,
    options?: { subresource?: 'status' },
  ): KubeObject;
  patch(
    resource: ResourceRef,
    namespace: string | undefined,
    name: string,
    patch: unknown,
    options: PatchOptions,
  ): KubeObject;
  delete(
    resource: ResourceRef,
    namespace: string | undefined,
    name: string,
  ): void;
  /** Calls back for every object there is (ADDED), then for every change; returns stop. Callbacks run asynchronously, in order. */
  watch(
    resource: ResourceRef,
    callback: (event: WatchEvent) => void,
  ): () => void;
}

/** The in-process side of the API server. */
export interface KubeServer {
  as(user: KubeUser): KubeClient;
  /** Puts an object in as it is, with its own uid, times and status, past admission and quota: for the seed only. */
  seed(object: KubeObject): KubeObject;
  /** Whether the rights on the cluster let somebody do something: an access review. */
  allows(
    user: KubeUser,
    request: {
      verb: string;
      group: string;
      resource: string;
      namespace?: string;
      name?: string;
    },
  ): boolean;
  /** Adds a line to a container's log; `follow` readers get it at once. */
  appendLog(
    namespace: string,
    pod: string,
    container: string,
    line: string,
  ): void;
  /** HTTPS; the port it got. */
  listen(port: number): Promise<{ port: number; url: string }>;
  readonly caCertificate: string;
  kubeconfig(token: string): string;
  close(): Promise<void>;
}

/** Where the programs of jobs save what they made, in process. */
export interface JobLake {
  /** Answers the id of the commit; throws an `Error` with lakeFS' own words where it is refused. */
  save(save: {
    repository: string;
    branch: string;
    /** `''` is the top. */
    folder: string;
    namespace: string;
    job: string;
    /** Spark's own id of the run. */
    applicationId: string;
  }): string;
}

/** One commit on one branch, as the in-process users of the Git host see it. */
export interface GitCommit {
  sha: string;
  message: string;
  author: string;
  parents: string[];
}

/** The in-process side of the Git host; everything else goes over HTTP. */
export interface GitServer {
  /** Makes `owner/name` with one commit of these files on `main`. Same files and clock, same sha. */
  createRepository(
    fullName: string,
    files: Record<string, string>,
    /** `labels`: names of those that pull requests can have. */
    options?: { labels?: string[] },
  ): Promise<void>;
  /** Head of a branch. */
  head(fullName: string, branch: string): Promise<GitCommit | undefined>;
  /** Files below a directory at a commit, path (relative to the repository) to text. */
  files(
    fullName: string,
    sha: string,
    directory: string,
  ): Promise<Record<string, string>>;
  /** Calls back after every change of a branch; returns stop. */
  onPush(
    callback: (event: {
      repository: string;
      branch: string;
      sha: string;
    }) => void,
  ): () => void;
  listen(port: number): Promise<{ port: number; url: string }>;
  close(): Promise<void>;
}

/** A sample user: the same people as in the portal's sample catalog. */
export interface SampleUser {
  name: string;
  fullName: string;
  email: string;
  groups: string[];
}
