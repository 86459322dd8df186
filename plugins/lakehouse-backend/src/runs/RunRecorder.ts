import type { LoggerService } from '@backstage/backend-plugin-api';
import type { WorkloadRun } from '@lakefront/backstage-plugin-lakehouse-common';
import type { ChangeEvent, ResourceView } from '@lakefront/kube-index';
import type { DomainMap } from '../index/DomainMap';
import type { LakehouseIndex } from '../index/LakehouseIndex';
import type { WorkloadRow } from '../index/rows';
import type { RunStore } from './RunStore';

export interface RunRecorderOptions {
  index: LakehouseIndex;
  domains: DomainMap;
  runs: RunStore;
  logger: LoggerService;
  /** Is told when a run of a workload was written down as ended. */
  onEnded?: (run: WorkloadRun) => void;
  now?: () => number;
}

/**
 * Writes down what the index sees run. Writes are batched: while one is under
 * way, what comes in waits for the next. What a database refuses is tried again
 * with the next change, as the row is still in the index.
 */
export class RunRecorder {
  readonly #options: RunRecorderOptions;
  readonly #waiting = new Map<string, WorkloadRow>();
  readonly #closing: Array<() => Promise<void>> = [];
  /** Whether every row is to be written, not only those that changed. */
  #all = false;
  #working: Promise<void> | undefined;
  #stops: Array<() => void> = [];

  constructor(options: RunRecorderOptions) {
    this.#options = options;
  }

  start(): void {
    const { index } = this.#options;
    for (const [kind, view] of index.workloads) {
      this.#stops.push(
        view.subscribe(event => this.#onWorkload(kind, view, event)),
      );
    }
    // A workload may be seen before the namespace that says whose it is.
    this.#stops.push(
      index.namespaces.subscribe(event => {
        if (event.type === 'synced' || event.type === 'added') {
          this.#all = true;
          this.#work();
        }
      }),
    );
  }

  async stop(): Promise<void> {
    this.#stops.forEach(stop => stop());
    this.#stops = [];
    await this.settled();
  }

  /** Resolves when nothing waits to be written. */
  async settled(): Promise<void> {
    while (this.#working) {
      await this.#working;
    }
  }

  #onWorkload(
    kind: string,
    view: ResourceView<WorkloadRow>,
    event: ChangeEvent<WorkloadRow>,
  ): void {
    const { runs } = this.#options;
    if (event.type === 'synced') {
      this.#closing.push(() =>
        this.#closeGone(event.kubernetesCluster, kind, view),
      );
      this.#work();
    } else if (event.type === 'removed' && event.row) {
      const { workload } = event.row;
      this.#closing.push(() =>
        runs.closeOthers(workload, { at: this.#time() }),
      );
      this.#work();
    } else if (event.row?.run && !isSameRun(event.row, event.previous)) {
      this.#record(event.row);
      const before = event.previous?.run?.key;
      if (before !== undefined && before !== event.row.run.key) {
        const { workload, run } = event.row;
        this.#closing.push(() =>
          runs.closeOthers(workload, { except: run.key, at: run.startedAt }),
        );
      }
      this.#work();
    }
  }

  #record(row: WorkloadRow): void {
    const { kubernetesCluster, kind } = row.workload;
    if (row.run) {
      this.#waiting.set(`${kubernetesCluster}/${kind}/${row.run.key}`, row);
    }
  }

  #work(): void {
    this.#working ??= this.#drain().finally(() => {
      this.#working = undefined;
      if (this.#all || this.#waiting.size > 0 || this.#closing.length > 0) {
        this.#work();
      }
    });
  }

  async #drain(): Promise<void> {
    if (this.#all) {
      this.#all = false;
      for (const view of this.#options.index.workloads.values()) {
        view.list().entries.forEach(({ row }) => this.#record(row));
      }
    }
    const rows = [...this.#waiting.values()];
    const closings = this.#closing.splice(0);
    this.#waiting.clear();
    try {
      const runs = rows.flatMap(row => this.#toRun(row));
      await this.#options.runs.upsert(runs);
      runs
        .filter(({ endedAt }) => endedAt !== undefined)
        .forEach(run => this.#options.onEnded?.(run));
      for (const close of closings) {
        await close();
      }
    } catch (error) {
      this.#options.logger.warn(`Runs could not be written down: ${error}`);
    }
  }

  #toRun({ workload, run }: WorkloadRow): WorkloadRun[] {
    const { kubernetesCluster, namespace, kind, name, footprint } = workload;
    const place = this.#options.domains.placeOf(kubernetesCluster, namespace);
    return place && run
      ? [
          {
            ...{ kubernetesCluster, domain: place.domain, namespace },
            ...{ kind, name, footprint },
            ...run,
            reason: run.reason && (workload.reason ?? run.reason),
          },
        ]
      : [];
  }

  /** Ends the runs of workloads that went while this portal was not looking. */
  async #closeGone(
    kubernetesCluster: string,
    kind: string,
    view: ResourceView<WorkloadRow>,
  ): Promise<void> {
    const { runs } = this.#options;
    for (const run of await runs.open(kubernetesCluster, kind)) {
      const entry = view.get(kubernetesCluster, run.namespace, run.name);
      if (entry?.row.run?.key !== run.key) {
        await runs.closeOthers(run, {
          except: entry?.row.run?.key,
          at: this.#time(),
        });
      }
    }
  }

  #time(): string {
    return new Date((this.#options.now ?? Date.now)()).toISOString();
  }
}

function isSameRun(row: WorkloadRow, previous: WorkloadRow | undefined) {
  const shown = (one: WorkloadRow | undefined) =>
    JSON.stringify([one?.run, one?.workload.reason]);
  return shown(row) === shown(previous);
}
