import { NO_COMMIT, updateRef } from '../repository/writeCommit';
import { GitHost } from './GitHost';
import { GitHostError } from './GitHostError';
import { HostedRepository, HostUser } from './model';
import { pullFacts } from './pullFacts';

export interface BranchMove {
  branch: string;
  before: string;
  after: string;
  actor: HostUser;
}

/** Tells everybody that a branch moved, and lets its open pull requests follow. */
export async function announceBranch(
  host: GitHost,
  repository: HostedRepository,
  move: BranchMove,
): Promise<void> {
  const { branch, before, after, actor } = move;
  repository.updatedAt = host.now();
  const open = repository.pulls.filter(
    pull => pull.state === 'open' && pull.head === branch,
  );
  for (const pull of open) {
    if (after === NO_COMMIT) {
      // A pull request without its branch is closed, as on Gitea.
      pull.closedFacts = await pullFacts(repository, pull);
      pull.state = 'closed';
      pull.closedAt = host.now();
    } else {
      pull.headSha = after;
      await repository.git.git([
        'update-ref',
        `refs/pull/${pull.number}/head`,
        after,
      ]);
    }
    pull.updatedAt = host.now();
  }
  host.emit({ type: 'push', repository, actor, branch, before, after });
  for (const pull of open) {
    host.emit({
      type: 'pull',
      repository,
      actor,
      pull,
      action: after === NO_COMMIT ? 'closed' : 'synchronized',
    });
  }
}

/** Moves a branch, if it is still where the caller saw it. Call it with the repository's lock. */
export async function moveBranch(
  host: GitHost,
  repository: HostedRepository,
  move: BranchMove,
): Promise<void> {
  const moved = await updateRef(repository.git, `refs/heads/${move.branch}`, {
    from: move.before,
    to: move.after,
  });
  if (!moved) {
    throw new GitHostError(409, `branch ${move.branch} cannot be moved`);
  }
  await announceBranch(host, repository, move);
}
