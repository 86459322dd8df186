import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError, ServiceUnavailableError } from '@backstage/errors';
import type {
  GitHost,
  GitHostPullRequest,
} from '@lakefront/backstage-plugin-lakehouse-node';
import type { GitHosts } from '../githosts';
import type { GitOpsConfig, GitOpsRepository } from '../gitopsConfig';
import type { LakehouseReader } from '../types';
import { addExtras, extrasOf, isDue } from './addExtras';
import { afterFailure } from './afterFailure';
import type { ChangePatch, ChangeRow, MissingExtras } from './ChangeRow';
import type { ChangeStore } from './ChangeStore';
import type { CulpritFinder } from './culprit/CulpritFinder';
import type { Clock } from './Clock';
import { needsFourEyes, type FourEyesGuard } from './FourEyesGuard';
import { isSameUser } from './fourEyesVerdict';
import type { Evidence } from './Evidence';
import { gatherEvidence } from './gatherEvidence';
import { HostMemory } from './HostMemory';
import type { KindById } from './KindById';
import type { LoginDirectory } from './LoginDirectory';
import { nextPhase } from './nextPhase';
import { openPullRequest, removeOwnBranch } from './openPullRequest';
import { renewOwnBranch } from './renewBranch';
import { pollDelay, retryDelay } from './pollDelay';
import { LeaseLostError, withLease } from './withLease';

/** Longer than one call to a host may take, so that no call outlives its lease. */
export const LEASE_MS = 30_000;

export interface ChangeRunnerOptions {
  changes: ChangeStore;
  culprits: CulpritFinder;
  guard: FourEyesGuard;
  hosts: GitHosts;
  gitops: GitOpsConfig;
  reader: LakehouseReader;
  kinds: KindById;
  logins: LoginDirectory;
  clock: Clock;
  logger: LoggerService;
  /** Entity ref of who looks after clusters and engines. */
  platformOwner?: string;
}

/** Moves one change on, as far as it can go now, under its row's lease. */
export class ChangeRunner {
  readonly #memory: HostMemory;
  #stopped = false;

  constructor(private readonly options: ChangeRunnerOptions) {
    this.#memory = new HostMemory(options.clock);
  }

  newLease(): { owner: string; until: number } {
    return {
      owner: randomUUID(),
      until: this.options.clock.now() + LEASE_MS,
    };
  }

  stop() {
    this.#stopped = true;
  }

  /** Takes a change that is due; does nothing where another replica has it. */
  async runDue(id: string): Promise<void> {
    const { changes, clock } = this.options;
    const lease = this.newLease();
    if (await changes.acquire(id, lease, clock.now())) {
      await this.run(id, lease.owner);
    }
  }

  /** Works on a change whose lease `owner` holds, and gives the lease back. */
  async run(
    id: string,
    owner: string,
    options: { gitToken?: string } = {},
  ): Promise<void> {
    const { changes, clock, logger } = this.options;
    const row = await changes.get(id);
    if (!row) {
      return;
    }
    const heldPollAt = row.pollAt;
    try {
      const pollAt = await this.#advance(row, owner, options);
      await changes.release(id, owner, { pollAt, heldPollAt });
    } catch (error) {
      if (!(error instanceof LeaseLostError)) {
        logger.warn(`Change ${id} could not go on: ${error}`);
        const pollAt = await this.#afterFailure(id, owner, error);
        await changes.release(id, owner, { pollAt, heldPollAt });
      } else if (this.#stopped) {
        await changes.release(id, owner, { pollAt: clock.now(), heldPollAt });
      }
    }
  }

  /** Returns when to look again. */
  async #advance(
    start: ChangeRow,
    owner: string,
    { gitToken }: { gitToken?: string },
  ): Promise<number> {
    const { changes, clock, gitops, hosts } = this.options;
    const repository = gitops.repositories.find(
      ({ url }) => url === start.repository,
    );
    if (!repository) {
      throw new ServiceUnavailableError(
        `${start.repository} is no longer one of lakehouse.gitops.repositories`,
      );
    }
    const leased = (unleased: GitHost) =>
      withLease(unleased, () => this.#renew(start.id, owner));
    const host = this.#memory.before(leased(hosts.forRepository(repository)));
    let row = start;
    if (row.phase === 'open' && row.number === undefined) {
      const author = () =>
        repository.credentials === 'user'
          ? leased(hosts.asUser(repository, given(gitToken, start)))
          : host;
      row = await this.#open(row, owner, { host, repository, author });
    }
    for (;;) {
      const patch = await this.#look(row, { host, repository });
      row = await this.#write(row, owner, {
        ...patch,
        attempts: 0,
        lastError: undefined,
        polledAt: clock.now(),
      });
      if (patch.phase === undefined || isOver(row)) {
        const now = clock.now();
        const open =
          row.phase === 'open' ? await changes.countOpen(repository.url) : 0;
        return now + pollDelay(row, now, repository.pollIntervalMs, open);
      }
    }
  }

  async #open(
    row: ChangeRow,
    owner: string,
    at: {
      host: GitHost;
      repository: GitOpsRepository;
      author: () => GitHost;
    },
  ): Promise<ChangeRow> {
    const { clock } = this.options;
    const { repository } = at;
    const { pullRequest, headSha } = await openPullRequest({ row, ...at });
    const opened = await this.#write(row, owner, {
      number: pullRequest.number,
      url: pullRequest.url,
      headSha,
      details: {
        ...row.details,
        ...{ own: { headSha }, extras: extrasOf(repository, clock.now()) },
      },
      openedAt: clock.now(),
      blocked: undefined,
    });
    await this.#guard(row, pullRequest, at);
    return opened;
  }

  /** The guard comes by again: what it can't do now stops nobody. */
  async #guard(
    row: ChangeRow,
    pullRequest: GitHostPullRequest,
    at: { host: GitHost; repository: GitOpsRepository },
  ): Promise<void> {
    const { guard, logger } = this.options;
    try {
      await guard.guard(at.host, at.repository, pullRequest);
    } catch (error) {
      if (error instanceof LeaseLostError) {
        throw error;
      }
      logger.warn(`Change ${row.id} has no four-eyes status yet: ${error}`);
    }
  }

  async #look(
    row: ChangeRow,
    at: { host: GitHost; repository: GitOpsRepository },
  ): Promise<ChangePatch> {
    const { gitops, clock, platformOwner } = this.options;
    const evidence = await gatherEvidence(row, {
      ...this.options,
      ...at,
      countingApprovers: async approvers =>
        needsFourEyes(gitops, row)
          ? this.#othersAmong(approvers, row)
          : approvers,
    });
    const renewed = await this.#renewBranch(row, evidence, at);
    const extras = await this.#addExtras(row, evidence, at);
    const patch = withExtras(
      row,
      nextPhase(row, evidence, clock.now(), { platformOwner }),
      extras,
    );
    // Nobody who approves should wait until the guard comes by.
    const isNews = needsFourEyes(gitops, row) && isReviewNews(row, patch);
    if (evidence.pullRequest?.state === 'open' && (renewed || isNews)) {
      await this.#guard(row, evidence.pullRequest, at);
    }
    return patch;
  }

  /** Answers what the pull request is still without. */
  async #addExtras(
    { details: { extras } }: ChangeRow,
    { pullRequest }: Evidence,
    at: { host: GitHost; repository: GitOpsRepository },
  ): Promise<MissingExtras | undefined> {
    const now = this.options.clock.now();
    return extras && pullRequest?.state === 'open' && isDue(extras, now)
      ? addExtras(extras, { ...at, pullRequest, now })
      : extras;
  }

  /** Does what can be done about a branch that can't be merged; true where it has a new head. */
  async #renewBranch(
    row: ChangeRow,
    evidence: Evidence,
    at: { host: GitHost; repository: GitOpsRepository },
  ): Promise<boolean> {
    const { pullRequest } = evidence;
    if (pullRequest?.state !== 'open' || pullRequest.mergeable !== false) {
      return false;
    }
    const { kinds } = this.options;
    const { headSha } = pullRequest;
    evidence.renewal = await renewOwnBranch({ row, headSha, kinds, ...at });
    const { renewed } = evidence.renewal;
    if (renewed) {
      evidence.pullRequest = { ...pullRequest, headSha: renewed.headSha };
    }
    return renewed !== undefined;
  }

  /** Approvers who are known, and not the requester. */
  async #othersAmong(approvers: string[], row: ChangeRow): Promise<string[]> {
    const { logins, logger } = this.options;
    try {
      const users = await logins.usersOf(approvers);
      return approvers.filter(login => {
        const user = users[login.toLocaleLowerCase('en-US')];
        return user !== undefined && !isSameUser(user, row.requestedBy);
      });
    } catch (error) {
      // A merge is seen all the same; only the guard says whether there may be one.
      logger.warn(`Who approved change ${row.id} can't be told: ${error}`);
      return approvers.filter(login => row.details.approvals.includes(login));
    }
  }

  async #write(
    row: ChangeRow,
    owner: string,
    patch: ChangePatch,
  ): Promise<ChangeRow> {
    const { changes, clock } = this.options;
    const held = await changes.update(row, owner, patch, clock.now());
    if (!held) {
      throw new LeaseLostError();
    }
    return { ...row, ...patch };
  }

  async #renew(id: string, owner: string): Promise<void> {
    const { changes, clock } = this.options;
    const until = clock.now() + LEASE_MS;
    if (this.#stopped || !(await changes.renew(id, { owner, until }))) {
      throw new LeaseLostError();
    }
  }

  /** Returns when to try again. */
  async #afterFailure(
    id: string,
    owner: string,
    error: unknown,
  ): Promise<number> {
    const { changes, clock, platformOwner } = this.options;
    const now = clock.now();
    const row = await changes.get(id);
    if (!row) {
      return now;
    }
    let patch = afterFailure(row, error, now, { platformOwner });
    if (patch.phase === 'failed' && !(await this.#removeBranch(row, owner))) {
      const left = `Branch ${row.branch} may be left over; asking again will use it.`;
      patch = { ...patch, message: `${patch.message} ${left}` };
    }
    await changes.update(row, owner, patch, clock.now());
    return now + retryDelay(row.attempts + 1);
  }

  /** Leaves no branch behind that no pull request shows; false where one may be left. */
  async #removeBranch(row: ChangeRow, owner: string): Promise<boolean> {
    const { gitops, hosts, logger } = this.options;
    const repository = gitops.repositories.find(
      ({ url }) => url === row.repository,
    );
    if (!repository) {
      return false;
    }
    const host = withLease(hosts.forRepository(repository), () =>
      this.#renew(row.id, owner),
    );
    try {
      return await removeOwnBranch({ row, host, repository });
    } catch (error) {
      logger.warn(`Branch ${row.branch} may be left over: ${error}`);
      return false;
    }
  }
}

/** The token of who asked, which is there only while they ask. */
function given(token: string | undefined, { lastError }: ChangeRow): string {
  if (token === undefined) {
    throw new InputError(
      `${(
        lastError ?? 'The portal was stopped before the pull request was open'
      ).replace(
        /\.?\s*$/,
        '.',
      )} It is to be opened by your own Git account, whose token the portal does not keep: submit it again.`,
    );
  }
  return token;
}

/** A patch that says too what the pull request is still without, where that changed. */
function withExtras(
  row: ChangeRow,
  patch: ChangePatch,
  extras: MissingExtras | undefined,
): ChangePatch {
  return extras === row.details.extras
    ? patch
    : { ...patch, details: { ...(patch.details ?? row.details), extras } };
}

function isOver({ phase }: ChangeRow): boolean {
  return phase === 'live' || phase === 'closed' || phase === 'failed';
}

/** Another head, or other approvals of it. */
function isReviewNews(row: ChangeRow, { headSha, details }: ChangePatch) {
  return (
    headSha !== row.headSha ||
    String(details?.approvals) !== String(row.details.approvals)
  );
}
