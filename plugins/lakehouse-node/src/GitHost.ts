/** A repository that changes go to, from `lakehouse.gitops.repositories[]`. @public */
export interface GitRepositoryTarget {
  /** Name in config. */
  name: string;
  /** Web URL of the repository, e.g. `https://git.example.com/lakehouse/gitops`. */
  url: string;
  baseBranch: string;
  /** Directory in the repository that holds `platform/` and `clusters/`; empty for the top. */
  root: string;
}

/** @public */
export interface GitFileChange {
  action: 'create' | 'update' | 'delete';
  path: string;
  /** UTF-8 text; absent for delete. */
  content?: string;
  /** Blob sha that an update or delete was made from; a host that can refuses another one (`ConflictError`). */
  baseSha?: string;
}

/** A file as a listing has it. @public */
export interface GitListedFile {
  /** From the top of the repository. */
  path: string;
  /** Blob sha, where the host's listing tells it. */
  sha?: string;
}

/** @public */
export interface GitHostPullRequest {
  number: number;
  url: string;
  state: 'open' | 'merged' | 'closed';
  title: string;
  headBranch: string;
  headSha: string;
  baseBranch: string;
  mergeCommitSha?: string;
  mergedAt?: string;
  closedAt?: string;
  mergedBy?: string;
  createdAt: string;
  /** Whether the host says it can be merged; undefined where it does not know yet. */
  mergeable?: boolean;
  /** Open, but not to be merged before somebody marks it as ready. */
  draft?: boolean;
  /** Login of who opened it, where the host takes nobody as reviewer of their own. */
  author?: string;
  /**
   * Opaque; differs when something about it does, a review too, as far as the
   * host's lists tell. Where it stays, a look is saved.
   */
  version?: string;
}

/** @public */
export interface GitHostReview {
  login: string;
  state: 'approved' | 'changes-requested' | 'commented';
  /** The head commit that was reviewed. */
  commitSha?: string;
  submittedAt: string;
}

/** A commit to be made, with the branch that appears with it. @public */
export interface GitNewCommit {
  branch: string;
  message: string;
  files: GitFileChange[];
  author?: { name: string; email: string };
}

/**
 * What the pull requests of a repository have beside branch and text, from
 * `lakehouse.gitops.repositories[].pullRequest`.
 * @public
 */
export interface GitPullRequestSettings {
  labels: string[];
  /** As the host takes them: logins, teams or ids. */
  reviewers: string[];
  draft: boolean;
}

/** A commit's status, as people see it beside a pull request. @public */
export interface GitCommitStatus {
  context: string;
  state: 'pending' | 'success' | 'failure';
  description: string;
  url?: string;
}

/**
 * A Git host, as far as a change needs it: one commit, the branch appearing
 * with it, one pull request, no clone. Each call is one request or few, with a
 * time limit. Failures throw errors of `@backstage/errors`: `ConflictError`
 * where the host says that it is already there (409, 422: look again),
 * `NotAllowedError` (401, 403), `NotFoundError`, `ServiceUnavailableError` (time-outs, 5xx, 429).
 * @public
 */
export interface GitHost {
  /** For people, e.g. `Gitea`. */
  readonly title: string;
  getBranch(
    repository: GitRepositoryTarget,
    branch: string,
  ): Promise<{ sha: string; message: string } | undefined>;
  /** Text and blob sha of a file at a branch or commit. */
  getFile(
    repository: GitRepositoryTarget,
    path: string,
    ref: string,
  ): Promise<{ content: string; sha: string } | undefined>;
  /**
   * All files below a directory, however deep; undefined where there is no such
   * directory. Throws `InputError` where there are more than a host lists.
   */
  listFiles(
    repository: GitRepositoryTarget,
    directory: string,
    ref: string,
  ): Promise<GitListedFile[] | undefined>;
  /** The last commit that touched a path on a ref. */
  getLastCommit(
    repository: GitRepositoryTarget,
    path: string,
    ref: string,
  ): Promise<
    { sha: string; message: string; at: string; url: string } | undefined
  >;
  /** One commit on a new branch that appears together with it. */
  commitToNewBranch(
    repository: GitRepositoryTarget,
    options: GitNewCommit,
  ): Promise<{ sha: string }>;
  /**
   * Makes a branch anew on the present base branch: its tip is then one commit
   * with these files, on top of all that the base branch has, and its pull
   * request stays. Only where the branch is still at `expected`: what somebody
   * pushed meanwhile is never lost (`ConflictError`). Left out by hosts that
   * can't promise that.
   */
  renewBranch?(
    repository: GitRepositoryTarget,
    options: GitNewCommit & { expected: string },
  ): Promise<{ sha: string }>;
  /** The newest pull request of a branch of ours, in any state. */
  findPullRequest(
    repository: GitRepositoryTarget,
    branch: string,
  ): Promise<GitHostPullRequest | undefined>;
  createPullRequest(
    repository: GitRepositoryTarget,
    options: { branch: string; title: string; body: string; draft?: boolean },
  ): Promise<GitHostPullRequest>;
  /**
   * Puts labels on a pull request, beside those it has; doing it again changes
   * nothing. Left out by hosts that have none.
   */
  addLabels?(
    repository: GitRepositoryTarget,
    pullRequest: GitHostPullRequest,
    labels: string[],
  ): Promise<void>;
  /**
   * Asks people to review a pull request, beside those who were asked; who
   * opened it is left out where the host does not take them. Left out by hosts
   * that can't ask.
   */
  requestReviews?(
    repository: GitRepositoryTarget,
    pullRequest: GitHostPullRequest,
    reviewers: string[],
  ): Promise<void>;
  getPullRequest(
    repository: GitRepositoryTarget,
    number: number,
  ): Promise<GitHostPullRequest | undefined>;
  listOpenPullRequests(
    repository: GitRepositoryTarget,
  ): Promise<GitHostPullRequest[]>;
  listReviews(
    repository: GitRepositoryTarget,
    number: number,
  ): Promise<GitHostReview[]>;
  setCommitStatus(
    repository: GitRepositoryTarget,
    sha: string,
    status: GitCommitStatus,
  ): Promise<void>;
  /** Whether `ancestor` is `commit` or one of its ancestors. */
  contains(
    repository: GitRepositoryTarget,
    commit: string,
    ancestor: string,
  ): Promise<boolean>;
  deleteBranch(repository: GitRepositoryTarget, branch: string): Promise<void>;
  /** Page of a file at a commit or branch. */
  fileUrl(repository: GitRepositoryTarget, path: string, ref: string): string;
}

/**
 * A kind of Git host that repositories can be on, with what it takes to talk to
 * it. The plugin brings those of Backstage's `integrations`.
 * @public
 */
export interface GitHostProvider {
  /** E.g. `github`. */
  id: string;
  /** For people, e.g. `GitHub`. */
  title: string;
  /** Whether a repository with this web address is on such a host. */
  accepts(url: string): boolean;
  /**
   * A client for one repository. Throws `InputError` with the reason where
   * changes can't be proposed to it; the portal then does not start.
   */
  create(options: { url: string }): GitHost;
  /**
   * The same acting as a person, with an OAuth token of theirs and nothing
   * else. Left out where a host takes none: such a repository can't be
   * configured with `credentials: user`.
   */
  createWithToken?(options: { url: string; token: string }): GitHost;
  /**
   * Throws `InputError` where labels or reviewers are none that the host could
   * take for this repository; the portal then does not start. Left out where
   * the host takes neither.
   */
  checkPullRequest?(options: GitPullRequestSettings & { url: string }): void;
}
