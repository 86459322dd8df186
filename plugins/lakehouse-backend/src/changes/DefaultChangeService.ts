import { randomUUID } from 'node:crypto';
import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  lakehouseChangeCreatePermission,
  otherWarnings,
  type ChangeCheck,
  type ChangeRequest,
  type ChangeRequestDetail,
  type ProposeInput,
  type SyncCulprit,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { repositoryFor, type GitOpsConfig } from '../gitopsConfig';
import type {
  ChangeQuery,
  ChangeService,
  DomainAccess,
  DomainKey,
  DomainPlace,
  LakehouseReader,
} from '../types';
import type { ChangeChecker } from './check/ChangeChecker';
import { ChangeRefusedError } from './ChangeRefusedError';
import type { ChangeLoop } from './ChangeLoop';
import type { ChangeRow } from './ChangeRow';
import type { ChangeRunner } from './ChangeRunner';
import type { ChangeStore, TakenFile } from './ChangeStore';
import { branchOf, changeIdOf, contentHashOf } from './changeIds';
import type { Clock } from './Clock';
import type { CulpritFinder } from './culprit/CulpritFinder';
import type { StepContext } from './deriveSteps';
import type { KindById } from './KindById';
import { cleanTitle, defaultTitle, pullRequestBody } from './pullRequestText';
import { stepContextOf } from './stepContext';
import { toChangeRequest, toChangeRequestDetail } from './toChangeRequest';

/** Longest time a caller waits for the pull request; the work goes on without them. */
const ANSWER_AFTER_MS = 8_000;

export interface DefaultChangeServiceOptions {
  access: DomainAccess;
  auth: Pick<AuthService, 'isPrincipal'>;
  checker: ChangeChecker;
  changes: ChangeStore;
  runner: ChangeRunner;
  loop: ChangeLoop;
  culprits: Pick<CulpritFinder, 'find'>;
  reader: LakehouseReader;
  kinds: KindById;
  gitops: GitOpsConfig;
  /** Web address of the portal, without trailing slash. */
  portalUrl: string;
  clock: Clock;
}

export class DefaultChangeService implements ChangeService {
  constructor(private readonly options: DefaultChangeServiceOptions) {}

  async start(): Promise<void> {
    await this.options.loop.start();
  }

  async stop(): Promise<void> {
    await this.options.loop.stop();
  }

  /** Looks at every change that is due; for a task that runs once over all replicas. */
  async sweep(): Promise<void> {
    await this.options.loop.sweep();
  }

  /** Something may have happened in a repository: it is looked at sooner, at most once in 5 s. */
  async hint(payload: unknown): Promise<void> {
    await this.options.loop.hint(payload);
  }

  async check(
    input: ProposeInput,
    credentials: BackstageCredentials,
  ): Promise<ChangeCheck> {
    const requestedBy = this.#userOf(credentials);
    const place = await this.#placeOf(input, credentials);
    const { check } = await this.options.checker.prepare({
      input,
      place,
      requestedBy,
    });
    return check;
  }

  async propose(
    input: ProposeInput,
    credentials: BackstageCredentials,
    options: { idempotencyKey?: string; gitToken?: string },
  ): Promise<ChangeRequest> {
    const requestedBy = this.#userOf(credentials);
    const place = await this.#placeOf(input, credentials);
    return this.proposeAsPortal(input, { ...options, place, requestedBy });
  }

  /** For who was let in already, and for tasks of the portal's own. */
  async proposeAsPortal(
    input: ProposeInput,
    options: {
      place: DomainPlace;
      /** Entity ref. */
      requestedBy: string;
      idempotencyKey?: string;
      /** The requester's own OAuth token for the Git host. */
      gitToken?: string;
    },
  ): Promise<ChangeRequest> {
    const { changes, checker, runner, clock } = this.options;
    const { place, requestedBy, idempotencyKey = randomUUID() } = options;
    const { gitToken } = options;
    const id = changeIdOf(requestedBy, idempotencyKey);
    const contentHash = contentHashOf(input);
    const known = await changes.get(id);
    if (
      known &&
      (known.phase !== 'failed' || known.contentHash !== contentHash)
    ) {
      return this.#answerKnown(known, contentHash);
    }
    this.#assertGitToken(place, gitToken);
    const prepared = await checker.prepare({
      input,
      place,
      requestedBy,
      changeId: id,
    });
    const { repository, check } = prepared;
    if (!check.ok || !repository) {
      throw new ChangeRefusedError(
        check.problems.filter(({ severity }) => severity === 'error'),
      );
    }
    const lease = runner.newLease();
    if (known) {
      const { reopened, taken } = await changes.reopen(
        known,
        clock.now(),
        lease,
      );
      assertFree(taken);
      return reopened
        ? this.#work(id, lease.owner, gitToken)
        : this.#present(id);
    }
    const row = this.#newRow({
      input,
      place,
      requestedBy,
      id,
      contentHash,
      repository: repository.url,
      check,
      title: cleanTitle(input.title ?? (await this.#undoTitle(input)) ?? ''),
      files: prepared.files,
      writes: prepared.writes,
      pollAt: lease.until,
    });
    const { existing, taken } = await changes.insert(row, lease);
    if (existing) {
      return this.#answerKnown(existing, contentHash);
    }
    assertFree(taken);
    return this.#work(id, lease.owner, gitToken);
  }

  async list(
    scope: ReadonlySet<DomainKey>,
    query: ChangeQuery,
  ): Promise<{ items: ChangeRequest[]; nextCursor?: string }> {
    const { rows, nextCursor } = await this.options.changes.list(scope, query);
    return {
      items: rows.map(row => toChangeRequest(row, this.#contextOf(row))),
      ...(nextCursor !== undefined && { nextCursor }),
    };
  }

  async get(
    scope: ReadonlySet<DomainKey>,
    id: string,
    options: { withFiles: boolean },
  ): Promise<ChangeRequestDetail> {
    const row = await this.options.changes.get(id);
    if (!row || !scope.has(`${row.kubernetesCluster}/${row.domain}`)) {
      throw new NotFoundError(`There is no change ${id}`);
    }
    return toChangeRequestDetail(row, this.#contextOf(row), {
      ...options,
      kinds: this.options.kinds,
    });
  }

  async findCulprit(
    key: DomainKey,
    message: string,
  ): Promise<SyncCulprit | undefined> {
    return this.options.culprits.find(key, message);
  }

  /** Starts at once on this replica; the caller sees the pull request if the host is quick. */
  async #work(
    id: string,
    owner: string,
    gitToken: string | undefined,
  ): Promise<ChangeRequest> {
    const { runner, loop, clock } = this.options;
    let cancel = () => {};
    const patience = new Promise<void>(resolve => {
      cancel = clock.after(ANSWER_AFTER_MS, resolve);
    });
    await Promise.race([
      loop.track(runner.run(id, owner, { gitToken })),
      patience,
    ]);
    cancel();
    return this.#present(id);
  }

  async #present(id: string): Promise<ChangeRequest> {
    const row = await this.options.changes.get(id);
    if (!row) {
      throw new NotFoundError(`There is no change ${id}`);
    }
    return toChangeRequest(row, this.#contextOf(row));
  }

  #answerKnown(row: ChangeRow, contentHash: string): ChangeRequest {
    if (row.contentHash !== contentHash) {
      throw new ConflictError(
        `The Idempotency-Key was used for change ${row.id}, which asks for something else`,
      );
    }
    return toChangeRequest(row, this.#contextOf(row));
  }

  #newRow(options: {
    id: string;
    contentHash: string;
    input: ProposeInput;
    place: DomainPlace;
    requestedBy: string;
    repository: string;
    check: ChangeCheck;
    /** Empty: it is made from the operations. */
    title: string;
    files: ChangeRow['files'];
    writes: ChangeRow['writes'];
    pollAt: number;
  }): ChangeRow {
    const { id, input, place, requestedBy, check, files } = options;
    const { kinds, portalUrl, clock } = this.options;
    const now = clock.now();
    const { operations, fit, footprint, consequences } = check;
    const warnings = check.problems
      .filter(({ severity }) => severity === 'warning')
      .map(({ message }) => message);
    return {
      id,
      contentHash: options.contentHash,
      phase: 'open',
      kubernetesCluster: place.kubernetesCluster,
      domain: place.domain,
      namespace: place.namespace,
      repository: options.repository,
      branch: branchOf(id),
      requestedBy,
      title: options.title || defaultTitle(operations, kinds),
      body: pullRequestBody({
        operations,
        kinds,
        requestedBy,
        description: input.description,
        fit,
        consequences,
        warnings: otherWarnings(check),
        changeUrl: `${portalUrl}/lakehouse/changes/${id}`,
      }),
      files,
      writes: options.writes,
      details: { footprint, fit, warnings, consequences, approvals: [] },
      createdAt: now,
      updatedAt: now,
      startedAt: now,
      attempts: 0,
      pollAt: options.pollAt,
      polledAt: 0,
    };
  }

  /** `Undo "Suspend Spark job daily in sales"`, where one change is undone and nothing else done. */
  async #undoTitle({ objects }: ProposeInput): Promise<string | undefined> {
    const [id, ...others] = new Set(
      objects.map(object =>
        object.action === 'undo' ? object.change : undefined,
      ),
    );
    const row =
      id !== undefined && others.length === 0
        ? await this.options.changes.get(id)
        : undefined;
    return row && `Undo "${row.title}"`;
  }

  /** The portal never falls back to its own account. */
  #assertGitToken(place: DomainPlace, gitToken: string | undefined) {
    const { kubernetesCluster, domain } = place;
    const { gitops } = this.options;
    const repository = repositoryFor(gitops, kubernetesCluster, domain);
    if (repository?.credentials === 'user' && gitToken === undefined) {
      throw new InputError(
        `Changes of ${domain} on ${kubernetesCluster} are made with your own account on the Git host of ${repository.url}, and no token of it came along: ask again from the portal's pages, signed in to that host there; a template hands the token on as \${{ secrets.USER_OAUTH_TOKEN }}`,
      );
    }
  }

  #contextOf(row: ChangeRow): StepContext {
    return stepContextOf(row, this.options);
  }

  #placeOf(input: ProposeInput, credentials: BackstageCredentials) {
    return this.options.access.require(
      credentials,
      lakehouseChangeCreatePermission,
      { kubernetesCluster: input.kubernetesCluster, domain: input.domain },
    );
  }

  #userOf(credentials: BackstageCredentials): string {
    if (!this.options.auth.isPrincipal(credentials, 'user')) {
      throw new NotAllowedError('Only a user can ask for a change');
    }
    return credentials.principal.userEntityRef;
  }
}

function assertFree(taken: TakenFile | undefined) {
  if (taken) {
    const { title, url, id } = taken.change;
    throw new ConflictError(
      `${taken.path} is in a change that is not merged yet: "${title}" (${
        url ?? `change ${id}`
      })`,
    );
  }
}
