import type { LoggerService } from '@backstage/backend-plugin-api';
import { FOUR_EYES_STATUS } from '@lakefront/backstage-plugin-lakehouse-common';
import type {
  GitHost,
  GitHostPullRequest,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import type { GitHosts } from '../githosts';
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
import type { StatusStore } from './StatusStore';

const LOOK_EVERY_MS = 10_000;

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
  readonly #troubles = new Map<string, string | undefined>();

  constructor(
    private readonly options: {
      gitops: GitOpsConfig;
      hosts: GitHosts;
      changes: ChangeStore;
      statuses: StatusStore;
      logins: LoginDirectory;
      clock: Clock;
      logger: LoggerService;
    },
  ) {}

  /** Looks at all repositories whose turn it is; failures are told and tried again at the next turn. */
  async run(): Promise<void> {
    const { gitops, statuses, clock } = this.options;
    for (const repository of gitops.repositories) {
      const mine = await statuses.takeTurn(
        repository.url,
        clock.now(),
        LOOK_EVERY_MS,
      );
      if (mine) {
        await this.#guardAll(repository);
      }
    }
  }

  async #guardAll(repository: GitRepositoryTarget): Promise<void> {
    try {
      const host = this.options.hosts.forRepository(repository);
      const open = await host.listOpenPullRequests(repository);
      const troubles: unknown[] = [];
      for (const pullRequest of open) {
        try {
          await this.guard(host, repository, pullRequest);
        } catch (error) {
          troubles.push(error);
        }
      }
      this.#tell(repository, troubles[0]);
    } catch (error) {
      this.#tell(repository, error);
    }
  }

  /** Once for each new trouble: it is tried again every few seconds. */
  #tell(repository: GitRepositoryTarget, error: unknown) {
    const trouble = error === undefined ? undefined : String(error);
    if (trouble && trouble !== this.#troubles.get(repository.url)) {
      this.options.logger.warn(
        `Could not keep ${FOUR_EYES_STATUS} on ${repository.url}: ${trouble}`,
      );
    }
    this.#troubles.set(repository.url, trouble);
  }

  /** Posts the status of one head where it is not posted yet. */
  async guard(
    host: GitHost,
    repository: GitRepositoryTarget,
    pullRequest: GitHostPullRequest,
  ): Promise<void> {
    const { statuses, clock } = this.options;
    const verdict = await this.#verdict(host, repository, pullRequest);
    const { headSha } = pullRequest;
    const posted = await statuses.posted(repository.url, headSha);
    if (
      posted?.state === verdict.state &&
      posted.description === verdict.description
    ) {
      return;
    }
    await host.setCommitStatus(repository, headSha, {
      context: FOUR_EYES_STATUS,
      state: verdict.state,
      description: verdict.description,
    });
    await statuses.remember(repository.url, headSha, verdict, clock.now());
  }

  async #verdict(
    host: GitHost,
    repository: GitRepositoryTarget,
    pullRequest: GitHostPullRequest,
  ): Promise<FourEyesVerdict> {
    const { changes, gitops, logins } = this.options;
    const row = await changes.findByBranch(
      repository.url,
      pullRequest.headBranch,
    );
    if (!row) {
      return { state: 'success', description: 'Not asked for in the portal' };
    }
    if (!needsFourEyes(gitops, row)) {
      return { state: 'success', description: 'Not required here' };
    }
    const reviews = await host.listReviews(repository, pullRequest.number);
    const approvers = approversOf(reviews, pullRequest.headSha);
    return fourEyesVerdict({
      requestedBy: row.requestedBy,
      approvers,
      users: await logins.usersOf(approvers),
    });
  }
}
