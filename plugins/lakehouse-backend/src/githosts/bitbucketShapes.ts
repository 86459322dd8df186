import type {
  GitHostPullRequest,
  GitHostReview,
  GitNewCommit,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { reviewedHead } from './reviewedHead';

/** The parts of Bitbucket Cloud's answers that are read. */
export interface BitbucketPage<T> {
  values: T[];
  /** Whole address of the next page. */
  next?: string;
}

export interface BitbucketCommit {
  /** In pull requests only its first twelve letters. */
  hash: string;
  message: string;
  date: string;
  links: { html: { href: string } };
}

export interface BitbucketBranch {
  target: BitbucketCommit;
}

export interface BitbucketEntry {
  /** `commit_file` or `commit_directory`. */
  type: string;
  path: string;
}

export interface BitbucketUser {
  nickname?: string;
  account_id?: string;
  uuid: string;
}

export interface BitbucketPullRequest {
  id: number;
  title: string;
  state: string;
  links: { html: { href: string } };
  source: { branch: { name: string }; commit: { hash: string } | null };
  destination: { branch: { name: string } };
  merge_commit: { hash: string } | null;
  created_on: string;
  updated_on: string;
  closed_by?: BitbucketUser | null;
  draft?: boolean;
  author?: BitbucketUser | null;
  /** The next two are not in lists. */
  reviewers?: BitbucketUser[];
  participants?: Array<{ user: BitbucketUser; state: string | null }>;
}

/** One of these three, or something that is not read. */
export interface BitbucketActivity {
  update?: { date: string; source?: { commit: { hash: string } | null } };
  approval?: { date: string; user: BitbucketUser };
  changes_requested?: { date: string; user: BitbucketUser };
}

/** `head` and `landed` are the whole commits that the answer shortens. */
export function toPullRequest(
  answer: BitbucketPullRequest,
  commits: { headSha: string; landed?: { hash: string; date: string } },
): GitHostPullRequest {
  const merged = answer.state === 'MERGED';
  const closed = answer.state === 'OPEN' ? 'open' : 'closed';
  const ended = closed === 'open' ? undefined : toTime(answer.updated_on);
  return {
    number: answer.id,
    url: answer.links.html.href,
    state: merged ? 'merged' : closed,
    title: answer.title,
    headBranch: answer.source.branch.name,
    headSha: commits.headSha,
    baseBranch: answer.destination.branch.name,
    mergeCommitSha: merged ? commits.landed?.hash : undefined,
    mergedAt:
      merged && commits.landed ? toTime(commits.landed.date) : undefined,
    closedAt: ended,
    mergedBy: merged ? answer.closed_by?.nickname : undefined,
    createdAt: toTime(answer.created_on),
    draft: closed === 'open' && !merged && answer.draft === true,
    version: answer.updated_on,
  };
}

const REVIEW_STATES: Record<string, GitHostReview['state']> = {
  approved: 'approved',
  changes_requested: 'changes-requested',
};

/**
 * What people say now, each with the (shortened) head that was there when they
 * last said so: only the activity tells. A person is told by account: anybody
 * may take any nickname.
 */
export function toReviews(
  { participants = [] }: BitbucketPullRequest,
  activity: BitbucketActivity[],
): GitHostReview[] {
  const heads = activity.flatMap(({ update }) =>
    update?.source?.commit
      ? [{ sha: update.source.commit.hash, at: update.date }]
      : [],
  );
  return participants.flatMap(({ user, state: said }) => {
    const state = REVIEW_STATES[said ?? ''];
    const at = activity
      .map(({ approval, changes_requested }) =>
        state === 'approved' ? approval : changes_requested,
      )
      .filter(event => event?.user.uuid === user.uuid)
      .map(event => event!.date)
      .sort((one, other) => Date.parse(one) - Date.parse(other))
      .at(-1);
    return state === undefined || at === undefined
      ? []
      : [
          {
            login: user.account_id ?? user.uuid,
            state,
            commitSha: reviewedHead(heads, at),
            submittedAt: toTime(at),
          },
        ];
  });
}

/**
 * A commit on `parent` as a form, whose other fields are files by their paths:
 * with a slash before it no path is taken for one of the form's own.
 */
export function toForm(
  { branch, message, author, files }: GitNewCommit,
  parent: string,
): URLSearchParams {
  const form = new URLSearchParams({ message, branch, parents: parent });
  if (author) {
    form.append('author', `${author.name} <${author.email}>`);
  }
  for (const { action, path, content = '' } of files) {
    if (action === 'delete') {
      form.append('files', `/${path}`);
    } else {
      form.append(`/${path}`, content);
    }
  }
  return form;
}

export function toTime(value: string): string {
  return new Date(value).toISOString();
}
