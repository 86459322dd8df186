import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ProposedObject,
  ProposeInput,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { repositoryFor, type GitOpsConfig } from '../../gitopsConfig';
import type { TidyConfig } from '../../tidyConfig';
import type { DomainPlace, LakehouseReader } from '../../types';
import type { ChangeChecker } from '../check/ChangeChecker';
import { FOLLOWED_PHASES } from '../ChangeRow';
import type { ChangeStore } from '../ChangeStore';
import { contentHashOf } from '../changeIds';
import type { Clock } from '../Clock';
import { clusterProblemOf } from '../gatherEvidence';
import type { KindById } from '../KindById';
import { tidyStep } from './tidyStep';

/** Who asks for tidying: nobody in particular, so that anybody may approve it. */
export const TIDY_REQUESTER = 'system:default/lakefront-tidy';

/** As many as one change may have. */
const MAX_OBJECTS = 20;
const DAY_MS = 24 * 60 * 60_000;
/** A tidying that somebody closed without merging it is not asked for again for so long. */
const PAUSE_AFTER_CLOSED_MS = 7 * DAY_MS;

export interface TidierOptions {
  config: TidyConfig;
  gitops: GitOpsConfig;
  reader: LakehouseReader;
  kinds: KindById;
  changes: ChangeStore;
  checker: ChangeChecker;
  /** Opens the change in the portal's own name. */
  propose(
    input: ProposeInput,
    by: { place: DomainPlace; requestedBy: string; idempotencyKey: string },
  ): Promise<unknown>;
  clock: Clock;
  logger: LoggerService;
}

/**
 * Asks once in a while, in domains that config names, for one change that
 * suspends jobs that have finished and removes those that finished long ago:
 * one at a time for each domain on each Kubernetes cluster.
 */
export class Tidier {
  constructor(private readonly options: TidierOptions) {}

  /** For a task that runs once over all replicas. A domain that fails keeps no other from its turn. */
  async tidy(): Promise<void> {
    const { reader, config, logger } = this.options;
    const places = reader
      .places()
      .filter(
        place =>
          config.domains.some(name => name === '*' || name === place.domain) &&
          this.#mayAsk(place),
      );
    for (const place of places) {
      try {
        await this.#tidyDomain(place);
      } catch (error) {
        logger.warn(
          `Domain ${place.domain} on ${place.kubernetesCluster} could not be tidied up; tried again later: ${error}`,
        );
      }
    }
  }

  /** Where only people's own accounts write, nobody is there to ask. */
  #mayAsk({ kubernetesCluster, domain }: DomainPlace): boolean {
    const { gitops } = this.options;
    const repository = repositoryFor(gitops, kubernetesCluster, domain);
    return repository?.credentials !== 'user';
  }

  async #tidyDomain(place: DomainPlace): Promise<void> {
    const { reader, clock } = this.options;
    const { kubernetesCluster, domain } = place;
    if (
      clusterProblemOf(reader, kubernetesCluster) ||
      (await this.#isHeld(place))
    ) {
      return;
    }
    const objects = await this.#findObjects(place);
    if (objects.length === 0) {
      return;
    }
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    await this.options.propose(
      {
        domain,
        kubernetesCluster,
        title: titleOf(domain, objects),
        description: this.#reason(),
        objects,
      },
      {
        place,
        requestedBy: TIDY_REQUESTER,
        idempotencyKey: contentHashOf([place.key, day, objects]),
      },
    );
  }

  /** One at a time; and who closed the last one is left in peace. */
  async #isHeld(place: DomainPlace): Promise<boolean> {
    const { changes, clock } = this.options;
    const { rows } = await changes.list(new Set([place.key]), {
      requestedBy: TIDY_REQUESTER,
      limit: 1,
    });
    const [last] = rows;
    if (!last) {
      return false;
    }
    const closedAt =
      last.phase === 'closed' && last.mergeSha === undefined
        ? last.updatedAt
        : -Infinity;
    return (
      FOLLOWED_PHASES.includes(last.phase) ||
      clock.now() - closedAt < PAUSE_AFTER_CLOSED_MS
    );
  }

  /** The longest finished first; each as the API server has it, and checked alone. */
  async #findObjects(place: DomainPlace): Promise<ProposedObject[]> {
    const { config, reader, clock } = this.options;
    const now = clock.now();
    const finished = reader
      .workloads(place)
      .filter(
        ({ role, state, endedAt, notInGit }) =>
          role === 'job' &&
          (state === 'succeeded' || state === 'failed') &&
          !notInGit &&
          endedAt !== undefined &&
          now - Date.parse(endedAt) >= config.suspendAfterMs,
      )
      .sort((a, b) => ((a.endedAt ?? '') < (b.endedAt ?? '') ? -1 : 1));
    const objects: ProposedObject[] = [];
    for (const { kind, name } of finished) {
      const object = await this.#stepOf(place, kind, name);
      if (object && (await this.#isSound(place, object))) {
        objects.push(object);
      }
      if (objects.length === MAX_OBJECTS) {
        break;
      }
    }
    return objects;
  }

  async #stepOf(place: DomainPlace, kindId: string, name: string) {
    const { config, reader, kinds, clock } = this.options;
    const { kubernetesCluster, namespace } = place;
    const kind = kinds.byId(kindId);
    const live =
      kind &&
      (await reader.readLive(kubernetesCluster, namespace, kindId, name));
    return live && tidyStep(live, { kind, config, now: clock.now() });
  }

  /** What is not in Git, in an open change, or would run again, is left as it is. */
  async #isSound(place: DomainPlace, object: ProposedObject): Promise<boolean> {
    const { domain, kubernetesCluster } = place;
    const { check } = await this.options.checker.prepare({
      input: { domain, kubernetesCluster, objects: [object] },
      place,
      requestedBy: TIDY_REQUESTER,
    });
    return check.ok && !check.problems.some(({ code }) => code === 'run-again');
  }

  #reason(): string {
    const { suspendAfterMs, removeAfterMs } = this.options.config;
    const days = (ms: number) =>
      `${ms / DAY_MS} ${ms === DAY_MS ? 'day' : 'days'}`;
    return `Asked for by the portal itself (lakehouse.tidy): what finished more than ${days(
      suspendAfterMs,
    )} ago is suspended, so that a cluster that is built anew does not run it again; what finished more than ${days(
      removeAfterMs,
    )} ago is removed. Close this pull request to be left in peace for a week.`;
  }
}

/** `Tidy sales: suspend 3 finished jobs, remove 2`. */
function titleOf(domain: string, objects: ProposedObject[]): string {
  const removed = objects.filter(({ action }) => action === 'delete').length;
  const suspended = objects.length - removed;
  const jobs = (count: number) =>
    `${count} finished ${count === 1 ? 'job' : 'jobs'}`;
  if (suspended === 0) {
    return `Tidy ${domain}: remove ${jobs(removed)}`;
  }
  const rest = removed > 0 ? `, remove ${removed}` : '';
  return `Tidy ${domain}: suspend ${jobs(suspended)}${rest}`;
}
