import type {
  GitCommitStatus,
  GitHostPullRequest,
  GitHostReview,
  GitNewCommit,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { reviewedHead } from './reviewedHead';

/** The parts of Azure DevOps' answers that are read. */
export interface AzureList<T> {
  value: T[];
}

export interface AzureRef {
  name: string;
  objectId: string;
}

export interface AzureCommit {
  commitId: string;
  comment: string;
  /** Lists shorten the comment. */
  commentTruncated?: boolean;
  committer: { date: string };
}

export interface AzureItem {
  /** With a slash before it. */
  path: string;
  objectId: string;
  gitObjectType: string;
  content?: string;
}

export interface AzureRefUpdate {
  success: boolean;
  updateStatus: string;
}

export interface AzurePullRequest {
  pullRequestId: number;
  status: string;
  title: string;
  /** Whole names: `refs/heads/main`. */
  sourceRefName: string;
  targetRefName: string;
  creationDate: string;
  closedDate?: string;
  closedBy?: { uniqueName: string };
  mergeStatus?: string;
  lastMergeSourceCommit?: { commitId: string };
  lastMergeCommit?: { commitId: string };
  reviewers?: AzureReviewer[];
  isDraft?: boolean;
}

export interface AzureReviewer {
  id: string;
  uniqueName: string;
  vote: number;
  /** A group, whose vote is that of a member. */
  isContainer?: boolean;
}

export interface AzureIteration {
  id: number;
  createdDate: string;
  sourceRefCommit: { commitId: string };
}

interface AzureProperty {
  $value: string | number;
}

export interface AzureThread {
  publishedDate: string;
  properties?: {
    CodeReviewThreadType?: AzureProperty;
    CodeReviewVoteResult?: AzureProperty;
    /** Key into `identities`. */
    CodeReviewVotedByIdentity?: AzureProperty;
    /** In place of it on older servers. */
    CodeReviewVotedByTfId?: AzureProperty;
  } | null;
  identities?: Record<string, { id: string }> | null;
}

export const BRANCHES = 'refs/heads/';

export function toPullRequest(
  answer: AzurePullRequest,
  repositoryUrl: string,
): GitHostPullRequest {
  const merged = answer.status === 'completed';
  const closed = answer.status === 'active' ? 'open' : 'closed';
  const endedAt = answer.closedDate && toTime(answer.closedDate);
  return {
    number: answer.pullRequestId,
    url: `${repositoryUrl}/pullrequest/${answer.pullRequestId}`,
    state: merged ? 'merged' : closed,
    title: answer.title,
    headBranch: answer.sourceRefName.replace(BRANCHES, ''),
    headSha: answer.lastMergeSourceCommit?.commitId ?? '',
    baseBranch: answer.targetRefName.replace(BRANCHES, ''),
    // While it is active this is a commit that only tests the merge.
    mergeCommitSha: merged ? answer.lastMergeCommit?.commitId : undefined,
    mergedAt: merged ? endedAt : undefined,
    closedAt: endedAt,
    mergedBy: merged ? answer.closedBy?.uniqueName : undefined,
    createdAt: toTime(answer.creationDate),
    mergeable: answer.status === 'active' ? canMerge(answer) : undefined,
    draft: answer.status === 'active' && answer.isDraft === true,
    version: versionOf(answer),
  };
}

/** It has no time of its last change: what people look at stands for it. */
function versionOf(answer: AzurePullRequest): string {
  const { title, isDraft, reviewers = [] } = answer;
  const votes = reviewers.map(({ id, vote }) => `${id}:${vote}`).sort();
  return [...(isDraft ? ['draft'] : []), title, ...votes].join(' ');
}

function canMerge({ mergeStatus }: AzurePullRequest): boolean | undefined {
  return mergeStatus === 'conflicts'
    ? false
    : mergeStatus === 'succeeded' || undefined;
}

/**
 * What people vote now, each with the head that was there when they did: votes
 * themselves have neither time nor head, but each leaves a thread.
 */
export function toReviews(options: {
  reviewers: AzureReviewer[];
  threads: AzureThread[];
  iterations: AzureIteration[];
}): GitHostReview[] {
  const heads = options.iterations.map(iteration => ({
    sha: iteration.sourceRefCommit.commitId,
    at: iteration.createdDate,
  }));
  return options.reviewers.flatMap(reviewer => {
    const at = votedAt(reviewer, options.threads);
    if (reviewer.vote === 0 || reviewer.isContainer || at === undefined) {
      return [];
    }
    return [
      {
        login: reviewer.uniqueName,
        state:
          reviewer.vote > 0
            ? ('approved' as const)
            : ('changes-requested' as const),
        commitSha: reviewedHead(heads, at),
        submittedAt: toTime(at),
      },
    ];
  });
}

function votedAt(
  { id, vote }: AzureReviewer,
  threads: AzureThread[],
): string | undefined {
  return threads
    .filter(({ properties, identities }) => {
      const key = properties?.CodeReviewVotedByIdentity?.$value;
      const voter =
        (key === undefined ? undefined : identities?.[key]?.id) ??
        properties?.CodeReviewVotedByTfId?.$value;
      return (
        properties?.CodeReviewThreadType?.$value === 'VoteUpdate' &&
        voter === id &&
        Number(properties.CodeReviewVoteResult?.$value) === vote
      );
    })
    .map(({ publishedDate }) => publishedDate)
    .sort((one, other) => Date.parse(one) - Date.parse(other))
    .at(-1);
}

const CHANGES = { create: 'add', update: 'edit', delete: 'delete' } as const;

/** One commit on a branch that starts at `base`. */
export function toPush(options: GitNewCommit, base: string) {
  const { branch, message, author, files } = options;
  return {
    refUpdates: [{ name: `${BRANCHES}${branch}`, oldObjectId: base }],
    commits: [
      {
        comment: message,
        ...(author && { author }),
        changes: files.map(({ action, path, content }) => ({
          changeType: CHANGES[action],
          item: { path: `/${path}` },
          ...(action !== 'delete' && {
            newContent: {
              content: Buffer.from(content ?? '').toString('base64'),
              contentType: 'base64Encoded',
            },
          }),
        })),
      },
    ],
  };
}

const STATES = {
  pending: 'pending',
  success: 'succeeded',
  failure: 'failed',
} as const;

/** A context has a name, and a genre where it has slashes. */
export function toStatus(status: GitCommitStatus) {
  const { context, description, url } = status;
  const slash = context.lastIndexOf('/');
  return {
    state: STATES[status.state],
    description,
    context: {
      name: context.slice(slash + 1),
      ...(slash > 0 && { genre: context.slice(0, slash) }),
    },
    ...(url && { targetUrl: url }),
  };
}

export function toTime(value: string): string {
  return new Date(value).toISOString();
}
