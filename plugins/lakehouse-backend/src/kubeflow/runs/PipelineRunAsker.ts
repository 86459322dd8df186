import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  isKfpStatus,
  KfpError,
  type KfpRunDetail,
} from '@lakefront/kfp-client';
import type { Clock } from '../../changes/Clock';
import type { DomainMap } from '../../index/DomainMap';
import type { LakehouseIndex } from '../../index/LakehouseIndex';
import type { DomainPlace } from '../../types';
import type { KubeflowServers } from '../servers/KubeflowServers';
import { fromKubeflow } from './fromKubeflow';
import type { PipelineNames } from './PipelineNames';
import { type PipelineRunRecord, RUN_KIND } from './PipelineRun';
import type { PipelineRunStore } from './PipelineRunStore';

export interface PipelineRunAskerOptions {
  servers: KubeflowServers;
  index: LakehouseIndex;
  domains: DomainMap;
  names: PipelineNames;
  store: PipelineRunStore;
  logger: LoggerService;
  clock: Clock;
  /** Is told where runs were written down. */
  onWritten(places: ReadonlySet<DomainPlace>): void;
}

const LOOK_EVERY_MS = 15_000;
const AT_ONCE = 20;
/** Longer no question takes; another replica asks it then. */
const LEASE_MS = 60_000;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 6 * 60 * 60_000;
/** KFP writes a run down a little after it made its Workflow. */
const TRIES_OF_NEW = 5;

/**
 * Asks KFP what watches do not tell of single runs: which version a new one is
 * of, and how one ended whose Workflow is gone. One question at a time, of one
 * replica, and a failure makes the next one wait.
 */
export class PipelineRunAsker {
  readonly #options: PipelineRunAskerOptions;
  #working: Promise<void> | undefined;
  #again = false;
  #cancel: (() => void) | undefined;
  #stopped = true;

  constructor(options: PipelineRunAskerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopped = false;
    this.#rest();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.settled();
  }

  /** Something may be due. */
  hurry(): void {
    this.#again = true;
    if (!this.#stopped) {
      this.#working ??= this.#work().finally(() => {
        this.#working = undefined;
      });
    }
  }

  async settled(): Promise<void> {
    while (this.#working) {
      await this.#working;
    }
  }

  #rest(): void {
    this.#cancel = this.#options.clock.after(LOOK_EVERY_MS, () => {
      this.hurry();
      this.#rest();
    });
  }

  async #work(): Promise<void> {
    const { store, clock, logger } = this.#options;
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        const now = clock.now();
        const due = await store.takeDue({
          ...{ now, until: now + LEASE_MS, limit: AT_ONCE },
        });
        for (const row of due) {
          if (this.#stopped) return;
          await this.#ask(row);
        }
        this.#again ||= due.length === AT_ONCE;
      }
    } catch (error) {
      logger.warn(`Runs of pipelines could not be asked for: ${error}`);
    }
  }

  async #ask(row: PipelineRunRecord): Promise<void> {
    const { servers, domains, store, clock, names, onWritten } = this.#options;
    const { kubernetes_cluster: kubernetesCluster, namespace } = row;
    const place = domains.placeOf(kubernetesCluster, namespace);
    const server = servers.get(kubernetesCluster);
    if (!place || place.key !== row.scope) {
      // Its namespace is nobody's now, or another domain's.
      await store.askAgain(row, null, row.asked);
      return;
    }
    const found = server ? await this.#find(row) : 'absent';
    const now = clock.now();
    const asked = row.asked + 1;
    const later = now + pauseAfter(asked);
    if (found === 'unknown') {
      await store.askAgain(row, later, asked);
    } else if (found !== 'absent') {
      const run = fromKubeflow(found, place, names);
      await store.upsert(run ? [run] : []);
      const isLost = !run?.endedAt && !this.#hasWorkflow(row);
      await store.askAgain(row, isLost ? later : null, asked);
    } else if (this.#hasWorkflow(row)) {
      const again = server !== undefined && asked < TRIES_OF_NEW;
      await store.askAgain(row, again ? later : null, asked);
    } else if (this.#isListed(kubernetesCluster)) {
      await store.closeUnseen(row, now);
    } else {
      await store.askAgain(row, later, row.asked);
    }
    onWritten(new Set([place]));
  }

  /** What KFP knows of it; `absent` where it has none such of this namespace. */
  async #find(
    row: PipelineRunRecord,
  ): Promise<KfpRunDetail | 'absent' | 'unknown'> {
    const { server, owners } = this.#options.servers.get(
      row.kubernetes_cluster,
    )!;
    try {
      const run = await server.ask(client => client.runs.get(row.run_id));
      return (await owners.isOf(run, row.namespace)) ? run : 'absent';
    } catch (error) {
      if (isKfpStatus(error, 'not-found')) {
        return 'absent';
      }
      if (error instanceof KfpError) {
        return 'unknown';
      }
      throw error;
    }
  }

  #hasWorkflow({
    kubernetes_cluster,
    namespace,
    run_id,
    workflow,
  }: PipelineRunRecord) {
    const entry =
      workflow !== null &&
      this.#options.index.workloads
        .get(RUN_KIND)
        ?.get(kubernetes_cluster, namespace, workflow);
    return entry ? entry.row.pipelines?.runId === run_id : false;
  }

  /** Whether what is not in the index is not there. */
  #isListed(kubernetesCluster: string): boolean {
    const view = this.#options.index.workloads.get(RUN_KIND);
    return this.#options.index.kube
      .freshness()
      .some(
        row =>
          row.resource === view?.id &&
          row.kubernetesCluster === kubernetesCluster &&
          row.everSynced,
      );
  }
}

function pauseAfter(asked: number): number {
  return Math.min(FIRST_PAUSE_MS * 3 ** (asked - 1), LONGEST_PAUSE_MS);
}
