import { DiffFile } from '../repository/diff';
import { GitRepository } from '../repository/GitRepository';
import { Mutex } from './Mutex';

export interface HostUser {
  id: number;
  login: string;
  fullName: string;
  email: string;
  /** Names without kind and namespace, e.g. `sales-data`. */
  groups: string[];
  admin: boolean;
  /** A person of the sample catalog; else a machine account. */
  person: boolean;
}

export type ReviewState = 'APPROVED' | 'REQUEST_CHANGES' | 'COMMENT';

export interface Review {
  id: number;
  login: string;
  state: ReviewState;
  body: string;
  commit: string;
  official: boolean;
  at: number;
}

export interface Comment {
  id: number;
  login: string;
  body: string;
  at: number;
}

export interface Label {
  id: number;
  name: string;
  color: string;
  description: string;
}

export interface PullRequest {
  id: number;
  number: number;
  title: string;
  body: string;
  login: string;
  head: string;
  base: string;
  /** While it is open, the tip of its branch; then the last one it had. */
  headSha: string;
  state: 'open' | 'closed';
  createdAt: number;
  updatedAt: number;
  closedAt?: number;
  merged?: { sha: string; at: number; login: string };
  reviews: Review[];
  comments: Comment[];
  requestedReviewers: string[];
  labels: number[];
  /** What it changed when it was closed; while it is open this is computed. */
  closedFacts?: PullFacts;
}

/** What Git says about a pull request. */
export interface PullFacts {
  baseSha: string;
  mergeBase: string;
  files: DiffFile[];
  conflicts: string[];
}

export type StatusState =
  | 'pending'
  | 'success'
  | 'error'
  | 'failure'
  | 'warning'
  | 'skipped';

export interface CommitStatus {
  id: number;
  state: StatusState;
  context: string;
  description: string;
  targetUrl: string;
  login: string;
  at: number;
}

export interface Hook {
  id: number;
  url: string;
  secret: string;
  contentType: string;
  events: string[];
  branchFilter: string;
  active: boolean;
  createdAt: number;
  updatedAt: number;
}

export interface BranchProtection {
  branch: string;
  requiredApprovals: number;
  statusContexts: string[];
  blockOnRejectedReviews: boolean;
  ignoreStaleApprovals: boolean;
  createdAt: number;
  updatedAt: number;
}

export interface HostedRepository {
  id: number;
  owner: string;
  name: string;
  fullName: string;
  private: boolean;
  defaultBranch: string;
  git: GitRepository;
  createdAt: number;
  updatedAt: number;
  pulls: PullRequest[];
  statuses: Map<string, CommitStatus[]>;
  hooks: Hook[];
  protections: BranchProtection[];
  labels: Label[];
  /** Held by everything that moves a branch or changes a pull request. */
  lock: Mutex;
  facts: Map<string, PullFacts>;
}
