import { GitHost } from './GitHost';
import {
  BranchProtection,
  Comment,
  CommitStatus,
  HostedRepository,
  Hook,
  Label,
  Review,
} from './model';
import { apiUrl, at, userShape, webUrl } from './shapes';

/** What is said about pull requests and commits, and a repository's settings, as Gitea's API says it. */

export function reviewShape(
  host: GitHost,
  repository: HostedRepository,
  options: { number: number; headSha: string; review: Review },
) {
  const { number, headSha, review } = options;
  const page = `${webUrl(host, repository)}/pulls/${number}`;
  return {
    id: review.id,
    user: userShape(host, host.user(review.login)),
    team: null,
    state: review.state,
    body: review.body,
    commit_id: review.commit,
    stale: review.commit !== headSha,
    official: review.official,
    dismissed: false,
    comments_count: 0,
    submitted_at: at(review.at),
    updated_at: at(review.at),
    html_url: `${page}#review-${review.id}`,
    pull_request_url: page,
  };
}

export function commentShape(
  host: GitHost,
  repository: HostedRepository,
  options: { number: number; comment: Comment },
) {
  const { number, comment } = options;
  const page = `${webUrl(host, repository)}/pulls/${number}`;
  return {
    id: comment.id,
    html_url: `${page}#comment-${comment.id}`,
    pull_request_url: page,
    issue_url: '',
    user: userShape(host, host.user(comment.login)),
    original_author: '',
    original_author_id: 0,
    body: comment.body,
    assets: [],
    created_at: at(comment.at),
    updated_at: at(comment.at),
  };
}

export function statusShape(
  host: GitHost,
  repository: HostedRepository,
  sha: string,
  status: CommitStatus,
) {
  return {
    id: status.id,
    status: status.state,
    target_url: status.targetUrl,
    description: status.description,
    url: `${apiUrl(host, repository)}/statuses/${sha}`,
    context: status.context,
    creator: userShape(host, host.user(status.login)),
    created_at: at(status.at),
    updated_at: at(status.at),
  };
}

export function labelShape(
  host: GitHost,
  repository: HostedRepository,
  label: Label,
) {
  return {
    ...label,
    exclusive: false,
    is_archived: false,
    url: `${apiUrl(host, repository)}/labels/${label.id}`,
  };
}

export function hookShape(hook: Hook) {
  return {
    id: hook.id,
    type: 'gitea',
    branch_filter: hook.branchFilter,
    // The secret is not told, as on Gitea.
    config: { content_type: hook.contentType, url: hook.url },
    events: hook.events,
    authorization_header: '',
    active: hook.active,
    created_at: at(hook.createdAt),
    updated_at: at(hook.updatedAt),
  };
}

export function protectionShape(rule: BranchProtection) {
  return {
    branch_name: rule.branch,
    rule_name: rule.branch,
    required_approvals: rule.requiredApprovals,
    enable_status_check: rule.statusContexts.length > 0,
    status_check_contexts: rule.statusContexts,
    block_on_rejected_reviews: rule.blockOnRejectedReviews,
    ignore_stale_approvals: rule.ignoreStaleApprovals,
    dismiss_stale_approvals: rule.ignoreStaleApprovals,
    enable_push: false,
    created_at: at(rule.createdAt),
    updated_at: at(rule.updatedAt),
  };
}
