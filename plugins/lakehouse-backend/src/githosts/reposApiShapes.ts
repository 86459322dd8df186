import type {
  GitHostPullRequest,
  GitHostReview,
} from '@lakefront/backstage-plugin-lakehouse-node';

/** The parts of answers that are read, of what GitHub's API and Gitea's have in common. */
export interface ReposContents {
  type: string;
  sha: string;
  /** `none` where the file is too large to come with it. */
  encoding?: string | null;
  content?: string | null;
}

export interface ReposCommit {
  sha: string;
  commit: { message: string; committer?: { date?: string } | null };
}

export interface ReposPullRequest {
  number: number;
  html_url: string;
  state: string;
  title: string;
  head: { ref: string; label?: string; sha: string };
  base: { ref: string };
  merge_commit_sha?: string | null;
  merged_at?: string | null;
  closed_at?: string | null;
  created_at: string;
  updated_at: string;
  /** GitHub's lists have neither of the next two. */
  merged_by?: { login: string } | null;
  mergeable?: boolean | null;
  draft?: boolean;
  user?: { login: string } | null;
}

export interface ReposReview {
  state: string;
  user?: { login: string } | null;
  commit_id?: string | null;
  submitted_at?: string;
  dismissed?: boolean;
}

export function toPullRequest(answer: ReposPullRequest): GitHostPullRequest {
  const { head } = answer;
  const isOpen = answer.state === 'open';
  const isDraft = isOpen && answer.draft === true;
  const closed = isOpen ? 'open' : 'closed';
  const mergedAt = toTime(answer.merged_at);
  return {
    number: answer.number,
    url: answer.html_url,
    state: mergedAt ? 'merged' : closed,
    title: answer.title,
    // Once its branch is deleted Gitea names the head refs/pull/<n>/head; the label keeps the name.
    headBranch: head.ref.startsWith('refs/')
      ? (head.label ?? head.ref).replace(/^[^:]*:/, '')
      : head.ref,
    headSha: head.sha,
    baseBranch: answer.base.ref,
    // Before the merge it names a commit that only tests whether it can be.
    mergeCommitSha: mergedAt ? answer.merge_commit_sha ?? undefined : undefined,
    mergedAt,
    closedAt: toTime(answer.closed_at),
    mergedBy: answer.merged_by?.login,
    createdAt: new Date(answer.created_at).toISOString(),
    // Gitea says no to drafts too, conflict or not.
    mergeable: isOpen && !isDraft ? answer.mergeable ?? undefined : undefined,
    draft: isDraft,
    author: answer.user?.login,
    version: answer.updated_at,
  };
}

/** What GitHub says, and after it Gitea where it has another word. */
const REVIEW_STATES: Record<string, GitHostReview['state']> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  REQUEST_CHANGES: 'changes-requested',
  COMMENTED: 'commented',
  COMMENT: 'commented',
};

/** Without what is not a review: asked for, not sent yet, dismissed, or by an account that is gone. */
export function toReviews(answer: ReposReview[]): GitHostReview[] {
  return answer.flatMap(review => {
    const state = REVIEW_STATES[review.state];
    if (!state || !review.user || !review.submitted_at || review.dismissed) {
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
