import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type {
  GitHostPullRequest,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import type { GitHosts } from '../githosts';
import type { GitOpsConfig } from '../gitopsConfig';
import type { ChangeStore } from './ChangeStore';
import type { Clock } from './Clock';
import type { FourEyesGuard } from './FourEyesGuard';
import { roundDelay } from './pollDelay';
import { GONE, pullVersion } from './pullVersion';
import type { StatusStore } from './StatusStore';

/** No change is looked at more often for what a list says. */
const LOOK_SPACING_MS = 5_000;

/**
 * Lists the open pull requests of each repository, one replica at a time. One
 * list of a hundred says which of a hundred changes moved, so that only those
 * are looked at; and the guard sees every head.
 */
export class RepositoryRounds {
  /** How many were open, by the repository's address. */
  readonly #open = new Map<string, number>();
  readonly #troubles = new Map<string, string | undefined>();

  constructor(
    private readonly options: {
      gitops: GitOpsConfig;
      hosts: GitHosts;
      changes: ChangeStore;
      statuses: StatusStore;
      guard: FourEyesGuard;
      clock: Clock;
      logger: LoggerService;
    },
  ) {}

  /** Goes to all repositories whose turn it is; failures are told and tried again at the next turn. */
  async run(): Promise<void> {
    const { gitops, statuses, clock } = this.options;
    for (const repository of gitops.repositories) {
      const mine = await statuses.takeTurn(
        repository.url,
        clock.now(),
        roundDelay(this.#open.get(repository.url) ?? 0),
      );
      if (mine) {
        await this.#visit(repository);
      }
    }
  }

  async #visit(repository: GitRepositoryTarget): Promise<void> {
    const { hosts, clock, guard } = this.options;
    try {
      const startedAt = clock.now();
      const host = hosts.forRepository(repository);
      const open = await host.listOpenPullRequests(repository);
      this.#open.set(repository.url, open.length);
      await this.#follow(repository, open, startedAt);
      this.#tell(repository, await guard.guardAll(host, repository, open));
    } catch (error) {
      this.#tell(repository, toError(error));
    }
  }

  /** Has those looked at of which the list says something new. */
  async #follow(
    { url }: GitRepositoryTarget,
    open: GitHostPullRequest[],
    startedAt: number,
  ): Promise<void> {
    const { changes, clock } = this.options;
    const listed = new Map(open.map(pull => [pull.number, pull]));
    for (const row of await changes.openPulls(url)) {
      const pull = listed.get(row.number);
      const version = pull ? pullVersion(pull) : GONE;
      // One that was opened meanwhile may not be in the list yet.
      if (version !== row.version && (pull || row.openedAt < startedAt)) {
        await changes.rememberPullVersion(row.id, version);
        await changes.lookSooner(
          { id: row.id },
          { now: clock.now(), spacing: LOOK_SPACING_MS },
        );
      }
    }
  }

  /** Once for each new trouble: it is tried again every few seconds. */
  #tell({ url }: GitRepositoryTarget, error: Error | undefined) {
    const trouble = error && String(error);
    if (trouble && trouble !== this.#troubles.get(url)) {
      this.options.logger.warn(
        `Could not see after the pull requests of ${url}: ${trouble}`,
      );
    }
    this.#troubles.set(url, trouble);
  }
}
