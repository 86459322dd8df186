import { isBranchName, isSha } from '../repository/names';
import { GitHost } from './GitHost';
import {
  forbidden,
  GitHostError,
  notFound,
  unprocessable,
} from './GitHostError';
import {
  Comment,
  CommitStatus,
  HostedRepository,
  HostUser,
  PullRequest,
  Review,
  ReviewState,
  StatusState,
} from './model';
import { pullFacts, touchedPaths } from './pullFacts';
import { mayApprove, mayClose, mayWrite } from './rights';

export function findPull(
  repository: HostedRepository,
  number: number,
): PullRequest {
  const pull = repository.pulls.find(found => found.number === number);
  if (!pull) {
    throw notFound('The target could not be found.');
  }
  return pull;
}

export async function openPull(
  host: GitHost,
  repository: HostedRepository,
  options: {
    head: string;
    base: string;
    title: string;
    body: string;
    reviewers?: string[];
    actor: HostUser;
  },
): Promise<PullRequest> {
  const { base, actor } = options;
  const head = options.head.startsWith(`${repository.owner}:`)
    ? options.head.slice(repository.owner.length + 1)
    : options.head;
  const title = options.title.trim();
  if (!title || title.length > 255) {
    throw unprocessable('[Title]: Required, at most 255 characters');
  }
  if (head === base) {
    throw unprocessable(
      'Invalid PullRequest: There are no changes between the head and the base',
    );
  }
  const write = mayWrite(actor);
  if (!write.allowed) {
    throw forbidden(write.reason);
  }
  const reviewers = (options.reviewers ?? []).map(
    login => host.user(login).login,
  );
  return repository.lock.run(async () => {
    for (const branch of [base, head]) {
      if (!isBranchName(branch) || !(await repository.git.head(branch))) {
        throw notFound('The target could not be found.');
      }
    }
    const there = repository.pulls.find(
      pull => pull.state === 'open' && pull.head === head && pull.base === base,
    );
    if (there) {
      throw new GitHostError(
        409,
        `pull request already exists for these targets [id: ${there.id}, issue_id: ${there.id}, head_branch: ${head}, base_branch: ${base}]`,
      );
    }
    const headSha = (await repository.git.head(head)) ?? '';
    const at = host.now();
    const pull: PullRequest = {
      id: host.nextId(),
      number: repository.pulls.length + 1,
      title,
      body: options.body,
      login: actor.login,
      head,
      base,
      headSha,
      state: 'open',
      createdAt: at,
      updatedAt: at,
      reviews: [],
      comments: [],
      requestedReviewers: reviewers,
      labels: [],
    };
    await repository.git.git([
      'update-ref',
      `refs/pull/${pull.number}/head`,
      headSha,
    ]);
    repository.pulls.push(pull);
    host.emit({ type: 'pull', action: 'opened', repository, pull, actor });
    return pull;
  });
}

export async function editPull(
  host: GitHost,
  repository: HostedRepository,
  options: {
    pull: PullRequest;
    actor: HostUser;
    title?: string;
    body?: string;
    state?: string;
  },
): Promise<PullRequest> {
  const { pull, actor, title, body, state } = options;
  return repository.lock.run(async () => {
    const facts = await pullFacts(repository, pull);
    const verdict = mayClose(actor, pull.login, touchedPaths(facts));
    if (!verdict.allowed) {
      throw forbidden(verdict.reason);
    }
    if (state !== undefined && state !== 'open' && state !== 'closed') {
      throw unprocessable(`unknown state ${state}`);
    }
    if (state !== undefined && state !== pull.state && pull.merged) {
      throw new GitHostError(
        412,
        'cannot change state of this pull request, it was already merged',
      );
    }
    if (title !== undefined && !title.trim()) {
      throw unprocessable('[Title]: Required');
    }
    if (title !== undefined || body !== undefined) {
      pull.title = title?.trim() ?? pull.title;
      pull.body = body ?? pull.body;
      pull.updatedAt = host.now();
      host.emit({ type: 'pull', action: 'edited', repository, pull, actor });
    }
    if (state === 'closed' && pull.state === 'open') {
      pull.state = 'closed';
      pull.closedAt = host.now();
      pull.closedFacts = facts;
      pull.updatedAt = host.now();
      host.emit({ type: 'pull', action: 'closed', repository, pull, actor });
    } else if (state === 'open' && pull.state === 'closed') {
      const headSha = await repository.git.head(pull.head);
      if (!headSha) {
        throw unprocessable(`branch does not exist [name: ${pull.head}]`);
      }
      pull.state = 'open';
      pull.headSha = headSha;
      pull.closedAt = undefined;
      pull.closedFacts = undefined;
      pull.updatedAt = host.now();
      host.emit({ type: 'pull', action: 'reopened', repository, pull, actor });
    }
    return pull;
  });
}

export function addReview(
  host: GitHost,
  repository: HostedRepository,
  options: {
    pull: PullRequest;
    actor: HostUser;
    state: ReviewState;
    body: string;
    commit?: string;
  },
): Review {
  const { pull, actor, state, body, commit } = options;
  if (state !== 'COMMENT' && !mayApprove(actor, pull.login).allowed) {
    throw unprocessable(
      `${
        state === 'APPROVED' ? 'approve' : 'reject'
      } your own pull is not allowed`,
    );
  }
  if (state === 'COMMENT' && !body.trim()) {
    throw unprocessable('a review that comments needs a body');
  }
  if (commit && !isSha(commit)) {
    throw unprocessable('[commit_id]: must be a full sha');
  }
  if (pull.state === 'closed' && state !== 'COMMENT') {
    throw unprocessable('the pull request is closed');
  }
  const review: Review = {
    id: host.nextId(),
    login: actor.login,
    state,
    body,
    commit: commit || pull.headSha,
    official: mayWrite(actor).allowed,
    at: host.now(),
  };
  pull.reviews.push(review);
  pull.requestedReviewers = pull.requestedReviewers.filter(
    login => login !== actor.login,
  );
  pull.updatedAt = host.now();
  host.emit({ type: 'review', repository, pull, review, actor });
  return review;
}

export function addComment(
  host: GitHost,
  repository: HostedRepository,
  options: { pull: PullRequest; actor: HostUser; body: string },
): Comment {
  const { pull, actor, body } = options;
  if (!body.trim()) {
    throw unprocessable('[Body]: Required');
  }
  const comment: Comment = {
    id: host.nextId(),
    login: actor.login,
    body,
    at: host.now(),
  };
  pull.comments.push(comment);
  pull.updatedAt = host.now();
  host.emit({ type: 'comment', repository, pull, comment, actor });
  return comment;
}

export function addStatus(
  host: GitHost,
  repository: HostedRepository,
  options: {
    sha: string;
    actor: HostUser;
    state: StatusState;
    context: string;
    description: string;
    targetUrl: string;
  },
): CommitStatus {
  const { sha, actor, ...rest } = options;
  const write = mayWrite(actor);
  if (!write.allowed) {
    throw forbidden(write.reason);
  }
  const status: CommitStatus = {
    id: host.nextId(),
    login: actor.login,
    at: host.now(),
    ...rest,
  };
  repository.statuses.set(sha, [
    status,
    ...(repository.statuses.get(sha) ?? []),
  ]);
  host.emit({ type: 'status', repository, sha, status, actor });
  return status;
}

/** The newest status of each context, newest first. */
export function latestStatuses(
  repository: HostedRepository,
  sha: string,
): CommitStatus[] {
  const seen = new Set<string>();
  return (repository.statuses.get(sha) ?? []).filter(status => {
    const first = !seen.has(status.context);
    seen.add(status.context);
    return first;
  });
}

/** One word for all checks of a commit, as Gitea has it; '' without any. */
export function combinedState(statuses: CommitStatus[]): StatusState | '' {
  const order: StatusState[] = [
    'error',
    'failure',
    'warning',
    'pending',
    'success',
    'skipped',
  ];
  return (
    order.find(state => statuses.some(status => status.state === state)) ?? ''
  );
}
