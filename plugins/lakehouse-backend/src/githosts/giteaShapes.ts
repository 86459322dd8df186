import type {
  GitHostPullRequest,
  GitHostReview,
} from '@lakefront/backstage-plugin-lakehouse-node';

/** The parts of Gitea's answers that are read. */
export interface GiteaBranch {
  commit: { id: string; message?: string };
}

export interface GiteaContents {
  type: string;
  content?: string | null;
  sha: string;
}

export interface GiteaCommit {
  sha: string;
  created: string;
  commit: { message: string; committer?: { date?: string } };
}

export interface GiteaPullRequest {
  number: number;
  html_url: string;
  state: string;
  merged: boolean;
  title: string;
  head: { ref: string; label?: string; sha: string };
  base: { ref: string };
  merge_commit_sha?: string | null;
  merged_at?: string | null;
  closed_at?: string | null;
  merged_by?: { login: string } | null;
  created_at: string;
  updated_at: string;
  mergeable?: boolean;
}

export interface GiteaReview {
  state: string;
  user?: { login: string } | null;
  commit_id?: string;
  submitted_at: string;
  dismissed?: boolean;
}

export function toPullRequest(answer: GiteaPullRequest): GitHostPullRequest {
  const { head } = answer;
  const closed = answer.state === 'open' ? 'open' : 'closed';
  return {
    number: answer.number,
    url: answer.html_url,
    state: answer.merged ? 'merged' : closed,
    title: answer.title,
    // Once its branch is deleted Gitea names the head refs/pull/<n>/head; the label keeps the name.
    headBranch: head.ref.startsWith('refs/')
      ? (head.label ?? head.ref).replace(/^[^:]*:/, '')
      : head.ref,
    headSha: head.sha,
    baseBranch: answer.base.ref,
    mergeCommitSha: answer.merged
      ? answer.merge_commit_sha ?? undefined
      : undefined,
    mergedAt: toTime(answer.merged_at),
    closedAt: toTime(answer.closed_at),
    mergedBy: answer.merged_by?.login,
    createdAt: new Date(answer.created_at).toISOString(),
    mergeable:
      answer.state === 'open' && !answer.merged ? answer.mergeable : undefined,
    version: answer.updated_at,
  };
}

const REVIEW_STATES: Record<string, GitHostReview['state']> = {
  APPROVED: 'approved',
  REQUEST_CHANGES: 'changes-requested',
  COMMENT: 'commented',
};

/** Without what is not a review: asked for, not sent yet, or dismissed. */
export function toReviews(answer: GiteaReview[]): GitHostReview[] {
  return answer.flatMap(review => {
    const state = REVIEW_STATES[review.state];
    if (!state || !review.user || review.dismissed) {
      return [];
    }
    return [
      {
        login: review.user.login,
        state,
        commitSha: review.commit_id || undefined,
        submittedAt: new Date(review.submitted_at).toISOString(),
      },
    ];
  });
}

function toTime(value: string | null | undefined): string | undefined {
  return value ? new Date(value).toISOString() : undefined;
}
