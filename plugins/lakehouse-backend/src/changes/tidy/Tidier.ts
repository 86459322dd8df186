import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  KubernetesObject,
  ProposeInput,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { TIDY_REQUESTER } from '@lakefront/backstage-plugin-lakehouse-common';
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
import { parseManifest } from '../parseManifest';
import { tidyStep } from './tidyStep';
import { tidyReason, tidyTitle, type TidyStep } from './tidyText';

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
 * suspends jobs that have finished and removes those that finished long ago,
 * and what has expired: one at a time for each domain on each Kubernetes cluster.
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
    const { reader, clock, config } = this.options;
    const { kubernetesCluster, domain } = place;
    if (
      clusterProblemOf(reader, kubernetesCluster) ||
      (await this.#isHeld(place))
    ) {
      return;
    }
    const steps = await this.#findSteps(place);
    if (steps.length === 0) {
      return;
    }
    const objects = steps.map(({ object }) => object);
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    await this.options.propose(
      {
        domain,
        kubernetesCluster,
        title: tidyTitle(domain, steps),
        description: tidyReason(steps, config),
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

  /** The longest over first; each as the API server has it, and checked alone. */
  async #findSteps(place: DomainPlace): Promise<TidyStep[]> {
    const { config, reader, clock } = this.options;
    const over = reader
      .workloads(place)
      .flatMap(workload => {
        const at = dueAt(workload, config) ?? Infinity;
        const { kind, name, notInGit } = workload;
        return at <= clock.now() && !notInGit ? [{ kind, name, at }] : [];
      })
      .sort((a, b) => a.at - b.at);
    const steps: TidyStep[] = [];
    for (const { kind, name } of over) {
      const step = await this.#stepOf(place, kind, name);
      if (step) {
        steps.push(step);
      }
      if (steps.length === MAX_OBJECTS) {
        break;
      }
    }
    return steps;
  }

  async #stepOf(
    place: DomainPlace,
    kindId: string,
    name: string,
  ): Promise<TidyStep | undefined> {
    const { config, reader, kinds, clock } = this.options;
    const { kubernetesCluster, namespace } = place;
    const kind = kinds.byId(kindId);
    const live =
      kind &&
      (await reader.readLive(kubernetesCluster, namespace, kindId, name));
    const object = live && tidyStep(live, { kind, config, now: clock.now() });
    return object && (await this.#isSound(place, { kind, live, object }))
      ? { kind, object }
      : undefined;
  }

  /**
   * What is not in Git, in an open change, or would run again, is left as it
   * is; so is what Git asks to be another by now.
   */
  async #isSound(
    place: DomainPlace,
    { kind, live, object }: TidyStep & { live: KubernetesObject },
  ): Promise<boolean> {
    const { domain, kubernetesCluster } = place;
    const { check, files } = await this.options.checker.prepare({
      input: { domain, kubernetesCluster, objects: [object] },
      place,
      requestedBy: TIDY_REQUESTER,
    });
    const inGit = files[0]?.before && parseManifest(files[0].before);
    return (
      check.ok &&
      !check.problems.some(({ code }) => code === 'run-again') &&
      (!inGit || kind.isLive(inGit, live))
    );
  }
}

/** Epoch ms from which there may be something to tidy; nothing while it has not come to an end. */
function dueAt(
  { role, state, endedAt, standing }: Workload,
  { suspendAfterMs }: TidyConfig,
): number | undefined {
  if (standing?.expired && standing.expiresAt) {
    return Date.parse(standing.expiresAt);
  }
  const isOver = state === 'succeeded' || state === 'failed';
  return role === 'job' && isOver && endedAt
    ? Date.parse(endedAt) + suspendAfterMs
    : undefined;
}
