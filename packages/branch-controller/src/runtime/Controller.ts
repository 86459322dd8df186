import {
  createKubeIndex,
  systemClock,
  type KubeConnection,
} from '@lakefront/kube-index';
import type { LakeFSClient } from '@lakefront/lakefs-client';
import { HttpKube } from '../kube/HttpKube';
import type { Kube } from '../kube/Kube';
import { KubeSession } from '../kube/KubeSession';
import type { Clock } from './Clock';
import { lead } from './lead';
import { Metrics } from './Metrics';
import type { ControllerConfig } from './readConfig';
import { Term } from './Term';
import { HERE, watchedResources } from './watched';

export interface ControllerLogger {
  info(message: string, meta?: Record<string, unknown>): void;
  warn(message: string, meta?: Record<string, unknown>): void;
}

export interface ControllerOptions
  extends Pick<
    ControllerConfig,
    'clusterName' | 'settingsNamespace' | 'lease'
  > {
  connection: KubeConnection;
  clients: ReadonlyMap<string, LakeFSClient>;
  /** Of this process, e.g. the name of its pod. */
  identity: string;
  clock?: Clock;
  random?: () => number;
  logger?: ControllerLogger;
  metrics?: Metrics;
  /** How often each repository is looked at as a whole. */
  lookEveryMs?: number;
}

/** Watches, leads and reconciles, until it is stopped. */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #clock: Clock;
  readonly #metrics: Metrics;
  readonly #stop = new AbortController();
  #running?: Promise<void>;
  #lookedAt: number;

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#metrics = options.metrics ?? new Metrics();
    this.#lookedAt = this.#clock.now();
  }

  start(): void {
    this.#running ??= this.#run().catch(error => {
      this.#warn('The controller ended', error);
      throw error;
    });
    this.#running.catch(() => {});
  }

  /** Ends what is under way at its next call; nothing is left half said. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('The controller was stopped'));
    await this.#running?.catch(() => {});
  }

  /** Rejects where the controller can't go on. */
  async ended(): Promise<void> {
    await this.#running;
  }

  /** Whether it does what it is there for: leads and looks, or waits to lead. */
  isHealthy(): boolean {
    return this.#clock.now() - this.#lookedAt < 10 * 60_000;
  }

  async #run(): Promise<void> {
    const { connection, identity, lease } = this.#options;
    const clock = this.#clock;
    const session = new KubeSession(connection, () => clock.now());
    const kube = new HttpKube(session, {
      clock,
      identity,
      onError: error => this.#warn('A call to the API server failed', error),
    });
    try {
      await lead({
        ...{ session, identity, clock, ...lease, signal: this.#stop.signal },
        work: signal => this.#lead(kube, signal),
        onError: error => {
          this.#lookedAt = clock.now();
          this.#warn('The lease could not be looked at', error);
        },
      });
    } finally {
      await session.close();
    }
  }

  async #lead(kube: Kube, signal: AbortSignal): Promise<void> {
    const { connection, settingsNamespace, logger } = this.#options;
    this.#metrics.leading.set(1);
    logger?.info('Leads');
    const index = createKubeIndex({
      connections: [{ ...connection, name: HERE }],
      resources: watchedResources(settingsNamespace),
      metrics: {
        failed: ({ resource, reason }) =>
          this.#metrics.watchFailures.inc({ resource, reason }),
      },
    });
    const term = new Term({
      ...this.#options,
      ...{ index, kube, signal, clock: this.#clock, metrics: this.#metrics },
      warn: (message, error) => this.#warn(message, error),
    });
    index.start();
    try {
      await term.work(() => {
        this.#lookedAt = this.#clock.now();
      });
    } finally {
      await index.stop();
      this.#metrics.leading.set(0);
      logger?.info('Leads no longer');
    }
  }

  #warn(message: string, error: unknown): void {
    this.#options.logger?.warn(message, {
      error: error instanceof Error ? error.message : String(error),
    });
  }
}
