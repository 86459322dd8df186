import type { LoggerService } from '@backstage/backend-plugin-api';
import type { WorkloadRun } from '@lakefront/backstage-plugin-lakehouse-common';
import type { ChangeEvent, ResourceView } from '@lakefront/kube-index';
import { type Clock, systemClock } from '../changes/Clock';
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
  clock?: Clock;
}

/** Between a refusal of the database and the next try. */
const RETRY_MS = 5_000;

/**
 * Writes down what the index sees run. Writes are batched: while one is under
 * way, what comes in waits for the next. What a database refuses waits too, as
 * an execution that ended does not change any more.
 */
export class RunRecorder {
  readonly #options: RunRecorderOptions;
  readonly #clock: Clock;
  readonly #waiting = new Map<string, WorkloadRow>();
  readonly #closing: Array<() => Promise<void>> = [];
  /** Whether every row is to be written, not only those that changed. */
  #all = false;
  #working: Promise<void> | undefined;
  #stops: Array<() => void> = [];
  /** Ends the wait after a refusal; there is one only while it waits. */
  #wake: (() => void) | undefined;
  #stopped = false;

  constructor(options: RunRecorderOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
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
    this.#stopped = true;
    this.#wake?.();
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
    const rows = [...this.#waiting];
    const closings = this.#closing.splice(0);
    this.#waiting.clear();
    try {
      await this.#write(rows.map(([, row]) => row));
      rows.length = 0;
      while (closings.length > 0) {
        await closings[0]();
        closings.shift();
      }
    } catch (error) {
      this.#options.logger.warn(`Runs could not be written down: ${error}`);
      // When the portal stops, the next one reads them from the cluster again.
      if (!this.#stopped) {
        this.#putBack(rows, closings);
        await this.#rest();
      }
    }
  }

  async #write(rows: WorkloadRow[]): Promise<void> {
    const runs = rows.flatMap(row => this.#toRun(row));
    await this.#options.runs.upsert(runs);
    runs
      .filter(({ endedAt }) => endedAt !== undefined)
      .forEach(run => this.#options.onEnded?.(run));
  }

  /** What came in meanwhile is newer and stays. */
  #putBack(
    rows: Array<[string, WorkloadRow]>,
    closings: Array<() => Promise<void>>,
  ): void {
    for (const [key, row] of rows) {
      if (!this.#waiting.has(key)) {
        this.#waiting.set(key, row);
      }
    }
    this.#closing.unshift(...closings);
  }

  #rest(): Promise<void> {
    return new Promise(resolve => {
      const cancel = this.#clock.after(RETRY_MS, () => this.#wake?.());
      this.#wake = () => {
        this.#wake = undefined;
        cancel();
        resolve();
      };
    });
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
    return new Date(this.#clock.now()).toISOString();
  }
}

function isSameRun(row: WorkloadRow, previous: WorkloadRow | undefined) {
  const shown = (one: WorkloadRow | undefined) =>
    JSON.stringify([one?.run, one?.workload.reason]);
  return shown(row) === shown(previous);
}
