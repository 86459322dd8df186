import { FailureReason } from './freshness';
import { guardSilence } from './guardSilence';
import { NamespaceNames } from './NamespaceNames';
import { ResourceApi } from './resourceApi';
import { Clock, IndexLogger } from './types';

/** What reads until it is stopped, or gives up. */
interface Runner {
  run(signal: AbortSignal): Promise<void>;
}

export interface FollowerOptions {
  label: string;
  replica: {
    readWhole(): void;
    readNamespaces(namespaces: readonly string[]): void;
  };
  /** Reads the whole Kubernetes cluster. */
  whole: (givesUp: (reason: FailureReason) => boolean) => Runner;
  /** Reads one namespace, which the replica was told to read. */
  within: (namespace: string) => Runner;
  /** The way to the whole, to see whether it has been opened. */
  api: ResourceApi;
  /** Where to look when the whole may not be read. */
  names?: NamespaceNames;
  clock: Clock;
  logger: IndexLogger;
  silentWatchMs: number;
}

/** How often it is tried whether the whole may be read by now. */
const PROBE_MS = 300_000;
/** How often names are asked for that nobody announces; without names, also the former. */
const TURN_MS = 60_000;
/** Namespaces that are begun with at once, and the pause before the next ones. */
const PACE = { namespaces: 10, ms: 100 };

type Readings = Map<string, { stop(): Promise<void> }>;

/**
 * Follows one resource of one Kubernetes cluster: as a whole where that is
 * allowed, else namespace by namespace, until it is allowed after all.
 */
export class Follower {
  readonly #options: FollowerOptions;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** Runs until the signal aborts; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { names, replica, whole } = this.#options;
    const reader = whole(reason => reason === 'forbidden' && Boolean(names));
    while (!signal.aborted) {
      replica.readWhole();
      await reader.run(signal);
      if (names) {
        await this.#readNamespaces(names, signal);
      }
    }
  }

  /** Until the whole may be read after all. */
  async #readNamespaces(
    names: NamespaceNames,
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, label, logger } = this.#options;
    const running: Readings = new Map();
    let probedAt = clock.now();
    try {
      while (!signal.aborted) {
        // Listening begins first, so that nothing falls in between.
        const over = new AbortController();
        const either = AbortSignal.any([signal, over.signal]);
        const changed = names.changed(either);
        await this.#readExactly(this.#namesNow(names), running, signal);
        await Promise.race([changed, this.#sleep(TURN_MS, either)]);
        over.abort();
        // A clock that was put back counts as much as one that went on.
        const probeMs = running.size > 0 ? PROBE_MS : TURN_MS;
        if (Math.abs(clock.now() - probedAt) >= probeMs) {
          probedAt = clock.now();
          if (await this.#mayReadWhole(signal)) {
            logger.info(`The whole of ${label} may be read now`);
            return;
          }
        }
      }
    } finally {
      await Promise.all(Array.from(running.values(), each => each.stop()));
    }
  }

  #namesNow(names: NamespaceNames): readonly string[] | undefined {
    try {
      return names.get();
    } catch (error) {
      const { label, logger } = this.#options;
      logger.warn(`No namespaces to look for ${label} in`, {
        error: String(error),
      });
      return undefined;
    }
  }

  /** Starts and stops readings until they are those of the namespaces named. */
  async #readExactly(
    namespaces: readonly string[] | undefined,
    running: Readings,
    signal: AbortSignal,
  ): Promise<void> {
    const { label, logger, replica } = this.#options;
    if (!namespaces || (namespaces.length === 0 && running.size === 0)) {
      return;
    }
    if (running.size === 0) {
      logger.info(`Following ${label} in ${namespaces.length} namespaces`);
    }
    const gone = [...running].filter(([name]) => !namespaces.includes(name));
    gone.forEach(([name]) => running.delete(name));
    await Promise.all(gone.map(([, reading]) => reading.stop()));
    replica.readNamespaces(namespaces);
    namespaces
      .filter(name => !running.has(name))
      .forEach((name, i) => {
        const delayMs = Math.floor(i / PACE.namespaces) * PACE.ms;
        running.set(name, this.#start(name, delayMs, signal));
      });
  }

  #start(namespace: string, delayMs: number, signal: AbortSignal) {
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    const run = async () => {
      if (delayMs > 0) {
        await this.#sleep(delayMs, either);
      }
      await this.#options.within(namespace).run(either);
    };
    const done = run();
    return {
      stop: async () => {
        stop.abort(
          new Error(`Namespace ${namespace} is not followed any more`),
        );
        await done;
      },
    };
  }

  /** Shorter when it is stopped meanwhile. */
  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return this.#options.clock.sleep(ms, signal).catch(() => {});
  }

  async #mayReadWhole(signal: AbortSignal): Promise<boolean> {
    const { api, clock, silentWatchMs } = this.#options;
    try {
      await guardSilence(
        { clock, silentMs: silentWatchMs, signal },
        async call => {
          const session = await api.connect();
          try {
            await session.listPage({ limit: 1 }, call);
          } finally {
            session.close();
          }
        },
      );
      return true;
    } catch {
      return false;
    }
  }
}
