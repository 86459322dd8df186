import { toError } from '@backstage/errors';
import { FOUR_EYES_STATUS } from '@lakefront/backstage-plugin-lakehouse-common';
import type {
  GitHost,
  GitHostPullRequest,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import type { GitOpsConfig } from '../gitopsConfig';
import type { ChangeRow } from './ChangeRow';
import type { ChangeStore } from './ChangeStore';
import type { Clock } from './Clock';
import {
  approversOf,
  fourEyesVerdict,
  type FourEyesVerdict,
} from './fourEyesVerdict';
import type { LoginDirectory } from './LoginDirectory';
import { sharedDelay, spreadOf } from './pollDelay';
import { pullVersion } from './pullVersion';
import type { StatusStore } from './StatusStore';

interface Seen {
  version: string;
  at: number;
  /** Its reviews count. */
  needs: boolean;
}

/** Whether another person than the requester must approve a change. */
export function needsFourEyes(
  gitops: GitOpsConfig,
  row: Pick<ChangeRow, 'domain' | 'files' | 'repository'>,
): boolean {
  const { platform, domains } = gitops.fourEyes;
  const root = gitops.repositories.find(
    ({ url }) => url === row.repository,
  )?.root;
  const platformRoot = root ? `${root}/platform/` : 'platform/';
  return (
    domains.includes('*') ||
    domains.includes(row.domain) ||
    (platform && row.files.some(({ path }) => path.startsWith(platformRoot)))
  );
}

/**
 * Keeps the commit status `lakefront/four-eyes` on the head of every open pull
 * request of the repositories. A base branch that requires the status then
 * merges nothing that only its requester approved. Who asked is what the
 * database says, never what the pull request says.
 */
export class FourEyesGuard {
  /** By the repository's address and the number of the pull request. */
  readonly #seen = new Map<string, Map<number, Seen>>();

  constructor(
    private readonly options: {
      gitops: GitOpsConfig;
      changes: ChangeStore;
      statuses: StatusStore;
      logins: LoginDirectory;
      clock: Clock;
    },
  ) {}

  /**
   * Sees after all open pull requests of a repository. One that is as it was is
   * left alone; its reviews are read again all the same, as not every host's
   * list tells of them, the less often the more there are. Answers the first
   * trouble; the others are seen after.
   */
  async guardAll(
    host: GitHost,
    repository: GitRepositoryTarget,
    open: GitHostPullRequest[],
  ): Promise<Error | undefined> {
    const { clock } = this.options;
    const before = this.#seen.get(repository.url) ?? new Map<number, Seen>();
    const after = new Map<number, Seen>();
    const reviewed = [...before.values()].filter(({ needs }) => needs).length;
    // A look at a change reads its reviews, too: twice as often.
    const pause = 2 * sharedDelay(reviewed);
    let trouble: Error | undefined;
    for (const pullRequest of open) {
      const { number } = pullRequest;
      const version = pullVersion(pullRequest);
      const seen = before.get(number);
      const now = clock.now();
      const isDue =
        seen?.version !== version ||
        (seen.needs && now - seen.at >= pause * spreadOf(String(number)));
      try {
        after.set(
          number,
          isDue
            ? {
                ...{ version, at: now },
                needs: await this.guard(host, repository, pullRequest),
              }
            : seen,
        );
      } catch (error) {
        trouble ??= toError(error);
      }
    }
    this.#seen.set(repository.url, after);
    return trouble;
  }

  /** Posts the status of one head where it is not posted yet; answers whether another person's review counts. */
  async guard(
    host: GitHost,
    repository: GitRepositoryTarget,
    pullRequest: GitHostPullRequest,
  ): Promise<boolean> {
    const { statuses, clock } = this.options;
    const { needs, ...verdict } = await this.#verdict(
      host,
      repository,
      pullRequest,
    );
    const { headSha } = pullRequest;
    const posted = await statuses.posted(repository.url, headSha);
    if (
      posted?.state === verdict.state &&
      posted.description === verdict.description
    ) {
      return needs;
    }
    await host.setCommitStatus(repository, headSha, {
      context: FOUR_EYES_STATUS,
      state: verdict.state,
      description: verdict.description,
    });
    await statuses.remember(repository.url, headSha, verdict, clock.now());
    return needs;
  }

  async #verdict(
    host: GitHost,
    repository: GitRepositoryTarget,
    pullRequest: GitHostPullRequest,
  ): Promise<FourEyesVerdict & { needs: boolean }> {
    const { changes, gitops, logins } = this.options;
    const row = await changes.findByBranch(
      repository.url,
      pullRequest.headBranch,
    );
    if (!row) {
      return {
        ...{ state: 'success', description: 'Not asked for in the portal' },
        needs: false,
      };
    }
    if (!needsFourEyes(gitops, row)) {
      return {
        ...{ state: 'success', description: 'Not required here' },
        needs: false,
      };
    }
    const reviews = await host.listReviews(repository, pullRequest.number);
    const approvers = approversOf(reviews, pullRequest.headSha);
    const verdict = fourEyesVerdict({
      requestedBy: row.requestedBy,
      approvers,
      users: await logins.usersOf(approvers),
    });
    return { ...verdict, needs: true };
  }
}
