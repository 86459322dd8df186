import { mergeTrees } from '../repository/mergeTrees';
import { NO_COMMIT, writeCommit } from '../repository/writeCommit';
import { GitHost } from './GitHost';
import { GitHostError, notFound, unprocessable } from './GitHostError';
import {
  BranchProtection,
  HostedRepository,
  HostUser,
  PullFacts,
  PullRequest,
} from './model';
import { moveBranch } from './moveBranch';
import { isDraft, pullFacts, touchedPaths } from './pullFacts';
import { latestStatuses } from './pulls';
import { mayMerge, Verdict } from './rights';

export type MergeStyle = 'merge' | 'squash' | 'rebase';

export interface MergeOptions {
  pull: PullRequest;
  actor: HostUser;
  style: MergeStyle;
  title?: string;
  message?: string;
  /** Refuses where the head is another by now. */
  headCommit?: string;
  deleteBranch?: boolean;
}

/** What the protection of the base branch still asks for, or undefined. */
function missingForProtection(
  repository: HostedRepository,
  pull: PullRequest,
  rule: BranchProtection | undefined,
): string | undefined {
  if (!rule) {
    return undefined;
  }
  const last = new Map(
    pull.reviews
      .filter(review => review.official && review.state !== 'COMMENT')
      .map(review => [review.login, review]),
  );
  const approvals = [...last.values()].filter(
    review =>
      review.state === 'APPROVED' &&
      (!rule.ignoreStaleApprovals || review.commit === pull.headSha),
  );
  if (approvals.length < rule.requiredApprovals) {
    return `Needs ${rule.requiredApprovals} approval(s), has ${approvals.length}.`;
  }
  if (
    rule.blockOnRejectedReviews &&
    [...last.values()].some(review => review.state === 'REQUEST_CHANGES')
  ) {
    return 'A reviewer asked for changes.';
  }
  const passed = latestStatuses(repository, pull.headSha)
    .filter(status => ['success', 'skipped'].includes(status.state))
    .map(status => status.context);
  const missing = rule.statusContexts.find(
    context => !passed.includes(context),
  );
  return missing === undefined
    ? undefined
    : `The check ${missing} has not passed.`;
}

/** Whether this user may merge now; the page shows the reason on its button. */
export function mergeVerdict(
  repository: HostedRepository,
  options: { pull: PullRequest; facts: PullFacts; actor?: HostUser },
): Verdict {
  const { pull, facts, actor } = options;
  const rights = mayMerge(actor, touchedPaths(facts));
  if (!rights.allowed) {
    return rights;
  }
  if (isDraft(pull.title)) {
    return { allowed: false, reason: 'Work in progress is not merged.' };
  }
  if (facts.conflicts.length > 0) {
    return {
      allowed: false,
      reason: `Conflicts with ${pull.base}: ${facts.conflicts.join(', ')}.`,
    };
  }
  const missing = missingForProtection(
    repository,
    pull,
    repository.protections.find(rule => rule.branch === pull.base),
  );
  return missing === undefined
    ? { allowed: true }
    : { allowed: false, reason: missing };
}

const conflict = () => new GitHostError(405, 'Please try again later');

async function squashOrMerge(
  host: GitHost,
  repository: HostedRepository,
  options: MergeOptions & { facts: PullFacts },
): Promise<string> {
  const { pull, actor, facts, style } = options;
  const { git } = repository;
  const merged = await mergeTrees(git, {
    base: facts.mergeBase,
    ours: facts.baseSha,
    theirs: pull.headSha,
  });
  if ('conflicts' in merged) {
    throw conflict();
  }
  const at = host.now();
  const committer = { name: actor.fullName, email: actor.email, at };
  const squash = style === 'squash';
  const poster = host.user(pull.login);
  const title =
    options.title?.trim() ||
    (squash
      ? `${pull.title} (#${pull.number})`
      : `Merge pull request '${pull.title}' (#${pull.number}) from ${pull.head} into ${pull.base}`);
  const commits = squash
    ? await git.log({ from: pull.headSha, not: facts.baseSha })
    : [];
  // A squashed commit keeps what its commits said, and with it their trailers.
  const body =
    options.message?.trim() ??
    commits
      .reverse()
      .map(commit => commit.message.trim())
      .join('\n\n');
  return writeCommit(git, {
    tree: merged.tree,
    parents: squash ? [facts.baseSha] : [facts.baseSha, pull.headSha],
    message: body ? `${title}\n\n${body}` : title,
    author: squash
      ? { name: poster.fullName, email: poster.email, at }
      : committer,
    committer,
  });
}

async function rebase(
  host: GitHost,
  repository: HostedRepository,
  options: MergeOptions & { facts: PullFacts },
): Promise<string> {
  const { pull, actor, facts } = options;
  const { git } = repository;
  if (facts.mergeBase === facts.baseSha) {
    return pull.headSha;
  }
  const commits = await git.log({ from: pull.headSha, not: facts.baseSha });
  let tip = facts.baseSha;
  for (const commit of commits.reverse()) {
    if (commit.parents.length !== 1) {
      continue;
    }
    const picked = await mergeTrees(git, {
      base: commit.parents[0],
      ours: tip,
      theirs: commit.sha,
    });
    if ('conflicts' in picked) {
      throw conflict();
    }
    tip = await writeCommit(git, {
      tree: picked.tree,
      parents: [tip],
      message: commit.message,
      author: commit.author,
      committer: {
        name: actor.fullName,
        email: actor.email,
        at: host.now(),
      },
    });
  }
  return tip;
}

export async function mergePull(
  host: GitHost,
  repository: HostedRepository,
  options: MergeOptions,
): Promise<PullRequest> {
  const { pull, actor, style } = options;
  if (!['merge', 'squash', 'rebase'].includes(style)) {
    throw unprocessable(`[Do]: unknown merge style ${style}`);
  }
  return repository.lock.run(async () => {
    if (pull.merged) {
      throw new GitHostError(405, 'The pull request is merged already');
    }
    if (pull.state === 'closed') {
      throw notFound('The pull request is closed');
    }
    const facts = await pullFacts(repository, pull);
    const rights = mayMerge(actor, touchedPaths(facts));
    const verdict = mergeVerdict(repository, { pull, facts, actor });
    if (!verdict.allowed) {
      throw new GitHostError(
        405,
        rights.allowed && facts.conflicts.length > 0
          ? 'Please try again later'
          : verdict.reason,
      );
    }
    if (options.headCommit && options.headCommit !== pull.headSha) {
      throw new GitHostError(409, 'head out of date');
    }
    const sha = await (style === 'rebase' ? rebase : squashOrMerge)(
      host,
      repository,
      { ...options, facts },
    );
    pull.closedFacts = facts;
    pull.state = 'closed';
    pull.merged = { sha, at: host.now(), login: actor.login };
    pull.closedAt = host.now();
    pull.updatedAt = host.now();
    try {
      await moveBranch(host, repository, {
        branch: pull.base,
        before: facts.baseSha,
        after: sha,
        actor,
      });
    } catch (error) {
      Object.assign(pull, {
        closedFacts: undefined,
        state: 'open',
        merged: undefined,
        closedAt: undefined,
      });
      throw error;
    }
    host.emit({ type: 'pull', action: 'closed', repository, pull, actor });
    const head =
      options.deleteBranch && pull.head !== repository.defaultBranch
        ? await repository.git.head(pull.head)
        : undefined;
    if (head) {
      await moveBranch(host, repository, {
        branch: pull.head,
        before: head,
        after: NO_COMMIT,
        actor,
      });
    }
    return pull;
  });
}
