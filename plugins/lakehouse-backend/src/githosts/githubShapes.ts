import type {
  GitHostPullRequest,
  GitHostReview,
} from '@lakefront/backstage-plugin-lakehouse-node';

/** The parts of GitHub's answers that are read. */
export interface GithubBranch {
  commit: { sha: string; commit: { message: string; tree: { sha: string } } };
}

export interface GithubContents {
  type: string;
  sha: string;
  encoding?: string;
  content?: string;
}

export interface GithubBlob {
  content: string;
}

export interface GithubCommit {
  sha: string;
  html_url: string;
  commit: { message: string; committer: { date?: string } | null };
}

export interface GithubPullRequest {
  number: number;
  html_url: string;
  state: string;
  title: string;
  head: { ref: string; sha: string };
  base: { ref: string };
  merge_commit_sha: string | null;
  merged_at: string | null;
  closed_at: string | null;
  created_at: string;
  updated_at: string;
  /** The next two are not in lists. */
  merged_by?: { login: string } | null;
  mergeable?: boolean | null;
}

export interface GithubReview {
  state: string;
  user: { login: string } | null;
  commit_id: string | null;
  submitted_at?: string;
}

export function toPullRequest(answer: GithubPullRequest): GitHostPullRequest {
  const merged = answer.merged_at !== null;
  const closed = answer.state === 'open' ? 'open' : 'closed';
  return {
    number: answer.number,
    url: answer.html_url,
    state: merged ? 'merged' : closed,
    title: answer.title,
    headBranch: answer.head.ref,
    headSha: answer.head.sha,
    baseBranch: answer.base.ref,
    // Before the merge it names a commit that only tests whether it can be.
    mergeCommitSha: merged ? answer.merge_commit_sha ?? undefined : undefined,
    mergedAt: toTime(answer.merged_at),
    closedAt: toTime(answer.closed_at),
    mergedBy: answer.merged_by?.login,
    createdAt: new Date(answer.created_at).toISOString(),
    mergeable:
      answer.state === 'open' ? answer.mergeable ?? undefined : undefined,
    version: answer.updated_at,
  };
}

const REVIEW_STATES: Record<string, GitHostReview['state']> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
};

/** Without what is not a review: not sent yet, dismissed, or by an account that is gone. */
export function toReviews(answer: GithubReview[]): GitHostReview[] {
  return answer.flatMap(review => {
    const state = REVIEW_STATES[review.state];
    if (!state || !review.user || !review.submitted_at) {
      return [];
    }
    return [
      {
        login: review.user.login,
        state,
        commitSha: review.commit_id ?? undefined,
        submittedAt: new Date(review.submitted_at).toISOString(),
      },
    ];
  });
}

function toTime(value: string | null): string | undefined {
  return value === null ? undefined : new Date(value).toISOString();
}
