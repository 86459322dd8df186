import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import { isSameRepository } from '@lakefront/backstage-plugin-lakehouse-node';
import type { GitOpsConfig } from '../gitopsConfig';
import type { LakehouseReader } from '../types';
import type { ChangeRunner } from './ChangeRunner';
import type { ChangeStore } from './ChangeStore';
import type { Clock } from './Clock';
import type { NoticeSender } from './NoticeSender';
import type { RepositoryRounds } from './RepositoryRounds';

/** Topic of hints that something happened in a repository. */
export const GIT_HINT_TOPIC = 'lakehouse.git';

const TICK_MS = 1_000;
const AT_ONCE = 4;
/** A thousand that are due at once are looked at within two minutes, not in a burst that hosts refuse. */
const PER_SWEEP = 10;
/** A webhook can be sent by anybody who knows its secret: it costs one read in so long. */
const HINT_SPACING_MS = 5_000;
const CLUSTER_SPACING_MS = 1_000;
const STOP_PATIENCE_MS = 5_000;

export interface ChangeLoopOptions {
  changes: ChangeStore;
  runner: ChangeRunner;
  rounds: RepositoryRounds;
  notices?: Pick<NoticeSender, 'run'>;
  reader: LakehouseReader;
  gitops: GitOpsConfig;
  events?: EventsService;
  clock: Clock;
  logger: LoggerService;
}

/**
 * Owns time: looks at changes that are due, each replica at those that nobody
 * holds, and sooner where a webhook or the index says that something happened.
 */
export class ChangeLoop {
  readonly #running = new Set<Promise<void>>();
  /** `<kubernetesCluster>/<domain>` whose objects or syncs moved since the last tick. */
  readonly #moved = new Set<string>();
  #cancelTick: () => void = () => {};
  #unsubscribe: () => void = () => {};
  #sweeping: Promise<void> | undefined;
  #telling: Promise<void> | undefined;
  #stopped = false;

  constructor(private readonly options: ChangeLoopOptions) {}

  async start(): Promise<void> {
    const { reader, events } = this.options;
    this.#unsubscribe = reader.onChange(({ kubernetesCluster, domain }) => {
      if (domain !== undefined) {
        this.#moved.add(`${kubernetesCluster}/${domain}`);
      }
    });
    await events?.subscribe({
      id: 'lakehouse-changes',
      topics: [GIT_HINT_TOPIC],
      onEvent: async ({ eventPayload }) => this.hint(eventPayload),
    });
    this.#tickLater();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTick();
    this.#unsubscribe();
    this.options.runner.stop();
    let cancel = () => {};
    const patience = new Promise<void>(resolve => {
      cancel = this.options.clock.after(STOP_PATIENCE_MS, resolve);
    });
    await Promise.race([
      Promise.allSettled([...this.#running, this.#sweeping]),
      patience,
    ]);
    cancel();
  }

  /** Keeps hold of work that nobody waits for. */
  track(work: Promise<void>): Promise<void> {
    const told = work
      .catch(error => this.options.logger.error(`A change stopped: ${error}`))
      .finally(() => this.#running.delete(told));
    this.#running.add(told);
    return told;
  }

  /** Looks at every change that is due. Safe to call at any time, on any replica. */
  sweep(): Promise<void> {
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = undefined;
    });
    return this.#sweeping;
  }

  /** A hint is never believed, only followed by a read. */
  async hint(payload: unknown): Promise<void> {
    const { changes, clock, gitops } = this.options;
    const hint = readHint(payload);
    const repository =
      hint &&
      gitops.repositories.find(({ url }) =>
        isSameRepository(url, hint.repositoryUrl),
      );
    if (repository) {
      await changes.lookSooner(
        { repository: repository.url, number: hint.number },
        { now: clock.now(), spacing: HINT_SPACING_MS },
      );
    }
  }

  async #sweep(): Promise<void> {
    const { changes, clock, runner, rounds } = this.options;
    const moved = [...this.#moved];
    this.#moved.clear();
    for (const scope of moved) {
      await changes.lookSooner(
        { scope },
        { now: clock.now(), spacing: CLUSTER_SPACING_MS, merged: true },
      );
    }
    const due = await changes.due(clock.now(), PER_SWEEP);
    const next = async (): Promise<void> => {
      const id = this.#stopped ? undefined : due.shift();
      if (id !== undefined) {
        await this.track(runner.runDue(id));
        await next();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    this.#tellRequesters();
    if (!this.#stopped) {
      await rounds.run();
    }
  }

  /** Nobody waits for it: what takes notifications in may be slow, or away. */
  #tellRequesters() {
    const { notices } = this.options;
    if (notices && !this.#stopped) {
      this.#telling ??= this.track(notices.run()).finally(() => {
        this.#telling = undefined;
      });
    }
  }

  #tickLater() {
    if (this.#stopped) {
      return;
    }
    this.#cancelTick = this.options.clock.after(TICK_MS, () => {
      this.sweep()
        .catch(error =>
          this.options.logger.warn(`Could not look at changes: ${error}`),
        )
        .finally(() => this.#tickLater());
    });
  }
}

function readHint(
  payload: unknown,
): { repositoryUrl: string; number: number } | undefined {
  const { repositoryUrl, number } = Object(payload) as Record<string, unknown>;
  return typeof repositoryUrl === 'string' && Number.isSafeInteger(number)
    ? { repositoryUrl, number: number as number }
    : undefined;
}
