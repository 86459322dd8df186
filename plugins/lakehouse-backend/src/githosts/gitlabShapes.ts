import type {
  GitHostPullRequest,
  GitHostReview,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { reviewedHead, type HeadSince } from './reviewedHead';

/** The parts of GitLab's answers that are read. */
export interface GitlabBranch {
  commit: { id: string; message: string };
}

export interface GitlabFile {
  content: string;
  blob_id: string;
}

export interface GitlabCommit {
  id: string;
  message: string;
  committed_date: string;
  web_url: string;
}

export interface GitlabMergeRequest {
  iid: number;
  web_url: string;
  /** `locked` while it is being merged. */
  state: string;
  title: string;
  source_branch: string;
  target_branch: string;
  sha: string;
  merge_commit_sha: string | null;
  squash_commit_sha?: string | null;
  merged_at: string | null;
  closed_at: string | null;
  created_at: string;
  updated_at: string;
  merge_user?: { username: string } | null;
  /** In place of `merge_user` before version 14.7. */
  merged_by?: { username: string } | null;
  has_conflicts?: boolean;
  draft?: boolean;
  reviewers?: GitlabUser[] | null;
  detailed_merge_status?: string;
}

export interface GitlabUser {
  id: number;
  username: string;
}

export interface GitlabApprovals {
  approved_by: Array<{
    user: { username: string };
    /** Missing in older versions, where only a note tells it. */
    approved_at?: string | null;
  }>;
}

/** Of a directory's list. */
export interface GitlabTreeEntry {
  id: string;
  type: string;
  path: string;
}

export interface GitlabNote {
  system: boolean;
  body: string;
  author: { username: string };
  created_at: string;
}

export interface GitlabVersion {
  head_commit_sha: string;
  created_at: string;
}

const UNKNOWN = ['unchecked', 'checking', 'preparing', 'approvals_syncing'];

export function toPullRequest(answer: GitlabMergeRequest): GitHostPullRequest {
  const merged = answer.state === 'merged';
  const closed = answer.state === 'closed' ? 'closed' : 'open';
  return {
    number: answer.iid,
    url: answer.web_url,
    state: merged ? 'merged' : closed,
    title: answer.title,
    headBranch: answer.source_branch,
    headSha: answer.sha,
    baseBranch: answer.target_branch,
    mergeCommitSha: merged ? landedAs(answer) : undefined,
    mergedAt: toTime(answer.merged_at),
    closedAt: toTime(answer.closed_at ?? answer.merged_at),
    mergedBy: (answer.merge_user ?? answer.merged_by)?.username,
    createdAt: new Date(answer.created_at).toISOString(),
    mergeable: answer.state === 'opened' ? canMerge(answer) : undefined,
    draft: answer.state === 'opened' && answer.draft === true,
    // An approval may show in the latter alone.
    version: `${answer.updated_at} ${answer.detailed_merge_status ?? ''}`,
  };
}

/**
 * The commit on the target branch: the merge commit; without one the squashed
 * one; else the head itself, rebased by then, was the tip it moved to.
 */
function landedAs(answer: GitlabMergeRequest): string {
  return answer.merge_commit_sha ?? answer.squash_commit_sha ?? answer.sha;
}

function canMerge(answer: GitlabMergeRequest): boolean | undefined {
  if (answer.has_conflicts) {
    return false;
  }
  const { detailed_merge_status: status = 'unchecked' } = answer;
  return UNKNOWN.includes(status) ? undefined : true;
}

/** Who approves it now, each with the head that was there when they did. */
export function toReviews(options: {
  approvals: GitlabApprovals;
  notes: GitlabNote[];
  versions: GitlabVersion[];
}): GitHostReview[] {
  const heads: HeadSince[] = options.versions.map(version => ({
    sha: version.head_commit_sha,
    at: version.created_at,
  }));
  return options.approvals.approved_by.flatMap(({ user, approved_at }) => {
    const at = approved_at ?? approvalNote(options.notes, user.username);
    return at === undefined
      ? []
      : [
          {
            login: user.username,
            state: 'approved' as const,
            commitSha: reviewedHead(heads, at),
            submittedAt: new Date(at).toISOString(),
          },
        ];
  });
}

function approvalNote(
  notes: GitlabNote[],
  username: string,
): string | undefined {
  return notes
    .filter(
      ({ system, body, author }) =>
        system &&
        author.username === username &&
        body === 'approved this merge request',
    )
    .map(({ created_at }) => created_at)
    .sort((one, other) => Date.parse(one) - Date.parse(other))
    .at(-1);
}

function toTime(value: string | null): string | undefined {
  return value === null ? undefined : new Date(value).toISOString();
}
