import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ChangeEvent, ResourceView } from '@lakefront/kube-index';
import type { Clock } from '../../changes/Clock';
import type { DomainMap } from '../../index/DomainMap';
import type { LakehouseIndex } from '../../index/LakehouseIndex';
import type { WorkloadRow } from '../../index/rows';
import type { DomainPlace } from '../../types';
import { fromWorkflow } from './fromWorkflow';
import type { PipelineNames } from './PipelineNames';
import { type PipelineRun, RUN_KIND } from './PipelineRun';
import type { PipelineRunStore } from './PipelineRunStore';
import type { RunAddress } from './pipelineRunTable';

export interface PipelineRunRecorderOptions {
  index: LakehouseIndex;
  domains: DomainMap;
  names: PipelineNames;
  store: PipelineRunStore;
  logger: LoggerService;
  clock: Clock;
  /** Is told where runs were written down. */
  onWritten(places: ReadonlySet<DomainPlace>): void;
}

/** Between a refusal of the database and the next try. */
const RETRY_MS = 5_000;

/**
 * Writes down the runs whose Workflows are seen. Writes are batched: while one
 * is under way, what comes in waits for the next. A Workflow that goes before
 * its end leaves its run to be asked for.
 */
export class PipelineRunRecorder {
  readonly #options: PipelineRunRecorderOptions;
  readonly #waiting = new Map<string, WorkloadRow>();
  readonly #gone = new Map<string, RunAddress>();
  /** Kubernetes clusters whose Workflows were listed anew: some may have gone unseen. */
  readonly #listed = new Set<string>();
  #all = false;
  #working: Promise<void> | undefined;
  #stops: Array<() => void> = [];
  #wake: (() => void) | undefined;
  #stopped = false;

  constructor(options: PipelineRunRecorderOptions) {
    this.#options = options;
  }

  start(): void {
    const { index } = this.#options;
    const view = index.workloads.get(RUN_KIND);
    if (!view) {
      return;
    }
    this.#stops = [
      view.subscribe(event => this.#onWorkflow(event)),
      // A Workflow may be seen before the namespace that says whose it is.
      index.namespaces.subscribe(({ type }) => {
        if (type === 'synced' || type === 'added') {
          this.#all = true;
          this.#work();
        }
      }),
    ];
  }

  async stop(): Promise<void> {
    this.#stops.forEach(stop => stop());
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

  #onWorkflow(event: ChangeEvent<WorkloadRow>): void {
    const { type, key, row, kubernetesCluster } = event;
    if (type === 'synced') {
      this.#listed.add(kubernetesCluster);
    } else if (key !== undefined && row) {
      const { namespace, endedAt } = row.workload;
      const runId = row.pipelines?.runId;
      if (type === 'removed' && runId && !endedAt) {
        this.#gone.set(key, { kubernetesCluster, namespace, runId });
      } else if (type === 'removed' || isSameRun(row, event.previous)) {
        return;
      } else {
        this.#waiting.set(key, row);
      }
    } else {
      return;
    }
    this.#work();
  }

  #work(): void {
    this.#working ??= this.#drain().finally(() => {
      this.#working = undefined;
      if (
        this.#all ||
        this.#waiting.size ||
        this.#gone.size ||
        this.#listed.size
      ) {
        if (!this.#stopped) this.#work();
      }
    });
  }

  async #drain(): Promise<void> {
    const { index, store, clock, logger, onWritten } = this.#options;
    const view = index.workloads.get(RUN_KIND)!;
    if (this.#all) {
      this.#all = false;
      for (const { key, row } of view.list().entries) {
        this.#waiting.set(key, row);
      }
    }
    const rows = [...this.#waiting];
    const gone = [...this.#gone];
    const listed = [...this.#listed];
    [this.#waiting, this.#gone, this.#listed].forEach(one => one.clear());
    try {
      const runs = rows.flatMap(([, row]) => this.#toRun(row));
      await store.upsert(
        runs.map(({ run }) => run),
        { askAt: clock.now() },
      );
      for (const kubernetesCluster of listed) {
        await this.#findGone(kubernetesCluster, view);
      }
      await store.askAbout(
        gone.map(([, address]) => address),
        clock.now(),
      );
      onWritten(new Set(runs.map(({ place }) => place)));
    } catch (error) {
      logger.warn(`Runs of pipelines could not be written down: ${error}`);
      // When the portal stops, the next one reads them from the cluster again.
      if (!this.#stopped) {
        for (const [key, row] of rows) {
          // What came in meanwhile is newer and stays.
          if (!this.#waiting.has(key)) this.#waiting.set(key, row);
        }
        gone.forEach(([key, address]) => this.#gone.set(key, address));
        listed.forEach(one => this.#listed.add(one));
        await this.#rest();
      }
    }
  }

  #toRun(row: WorkloadRow): Array<{ run: PipelineRun; place: DomainPlace }> {
    const { domains, names } = this.#options;
    const { kubernetesCluster, namespace } = row.workload;
    const place = domains.placeOf(kubernetesCluster, namespace);
    const run = place && fromWorkflow(row, place, names);
    return place && run ? [{ run, place }] : [];
  }

  /** Runs that count as going on, and whose Workflow went while nobody looked. */
  async #findGone(
    kubernetesCluster: string,
    view: ResourceView<WorkloadRow>,
  ): Promise<void> {
    const { store, clock } = this.#options;
    const gone = (await store.open(kubernetesCluster)).filter(
      ({ namespace, workflow, runId }) => {
        const entry =
          workflow && view.get(kubernetesCluster, namespace, workflow);
        return !entry || entry.row.pipelines?.runId !== runId;
      },
    );
    await store.askAbout(gone, clock.now());
  }

  #rest(): Promise<void> {
    return new Promise(resolve => {
      const cancel = this.#options.clock.after(RETRY_MS, () => this.#wake?.());
      this.#wake = () => {
        this.#wake = undefined;
        cancel();
        resolve();
      };
    });
  }
}

/** A Workflow changes with each of its steps; its run does so seldom. */
function isSameRun(row: WorkloadRow, previous: WorkloadRow | undefined) {
  const shown = (one: WorkloadRow | undefined) => {
    const { packedSteps, ...facts } = one?.pipelines ?? {};
    const { state, stateDetail, reason, startedAt, endedAt } =
      one?.workload ?? {};
    return JSON.stringify([
      ...[facts, state, stateDetail, reason, startedAt, endedAt],
    ]);
  };
  return previous !== undefined && shown(row) === shown(previous);
}
