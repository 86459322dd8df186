import { GitHost } from './GitHost';
import { HostedRepository, PullRequest } from './model';
import { isDraft, pullFacts } from './pullFacts';
import { labelShape } from './reviewShapes';
import { apiUrl, at, repositoryShape, userShape, webUrl } from './shapes';

/** A pull request as Gitea's API says it. */
export async function pullShape(
  host: GitHost,
  repository: HostedRepository,
  pull: PullRequest,
) {
  const facts = await pullFacts(repository, pull);
  const page = `${webUrl(host, repository)}/pulls/${pull.number}`;
  const draft = isDraft(pull.title);
  const side = (ref: string, sha: string) => ({
    label: ref,
    ref,
    sha,
    repo_id: repository.id,
    repo: repositoryShape(host, repository),
  });
  const total = (key: 'additions' | 'deletions') =>
    facts.files.reduce((sum, file) => sum + file[key], 0);
  return {
    id: pull.id,
    url: page,
    number: pull.number,
    user: userShape(host, host.user(pull.login)),
    title: pull.title,
    body: pull.body,
    labels: repository.labels
      .filter(label => pull.labels.includes(label.id))
      .map(label => labelShape(host, repository, label)),
    milestone: null,
    assignee: null,
    assignees: null,
    requested_reviewers: pull.requestedReviewers.map(login =>
      userShape(host, host.user(login)),
    ),
    requested_reviewers_teams: null,
    state: pull.state,
    draft,
    is_locked: false,
    comments: pull.comments.length,
    review_comments: pull.reviews.length,
    additions: total('additions'),
    deletions: total('deletions'),
    changed_files: facts.files.length,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    mergeable: facts.conflicts.length === 0 && !draft,
    merged: pull.merged !== undefined,
    merged_at: pull.merged ? at(pull.merged.at) : null,
    merge_commit_sha: pull.merged?.sha ?? null,
    merged_by: pull.merged
      ? userShape(host, host.user(pull.merged.login))
      : null,
    allow_maintainer_edit: false,
    base: side(pull.base, facts.baseSha),
    head: side(pull.head, pull.headSha),
    merge_base: facts.mergeBase,
    due_date: null,
    created_at: at(pull.createdAt),
    updated_at: at(pull.updatedAt),
    closed_at: pull.closedAt === undefined ? null : at(pull.closedAt),
    pin_order: 0,
  };
}

/** One changed file of a pull request or commit. */
export function changedFileShape(
  host: GitHost,
  repository: HostedRepository,
  options: {
    file: {
      path: string;
      previousPath?: string;
      status: string;
      additions: number;
      deletions: number;
    };
    sha: string;
  },
) {
  const { file, sha } = options;
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    filename: file.path,
    ...(file.previousPath ? { previous_filename: file.previousPath } : {}),
    status: file.status === 'removed' ? 'deleted' : file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    html_url: `${webUrl(host, repository)}/src/commit/${sha}/${path}`,
    contents_url: `${apiUrl(host, repository)}/contents/${path}?ref=${sha}`,
    raw_url: `${webUrl(host, repository)}/raw/commit/${sha}/${path}`,
  };
}
