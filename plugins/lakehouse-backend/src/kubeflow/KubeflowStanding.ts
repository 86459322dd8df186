import type {
  KubeflowFreshness,
  PipelineBackfill,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Selection } from '../queries/PlaceSelector';
import type { HistoryRow, HistoryStore } from './history/HistoryStore';
import { toBackfill } from './history/toBackfill';
import type { KubeflowServers } from './servers/KubeflowServers';

const KEPT_MS = 1_000;

/** How much answers about Kubeflow can be believed, for somebody's places. */
export class KubeflowStanding {
  #read: { at: number; rows: Promise<HistoryRow[]> } | undefined;

  constructor(
    private readonly options: {
      servers: KubeflowServers;
      history: HistoryStore;
      now: () => number;
    },
  ) {}

  /** Of the Kubernetes clusters of config that the places are on; none is missing where nobody uses Kubeflow. */
  freshness({
    kubernetesClusters,
  }: Pick<Selection, 'kubernetesClusters'>): KubeflowFreshness[] {
    return kubernetesClusters.flatMap(kubernetesCluster => {
      const known = this.options.servers.get(kubernetesCluster);
      return known ? known.server.freshness() : [];
    });
  }

  /** All that are known, read at most once in a moment: every list tells of them. */
  async #histories(): Promise<HistoryRow[]> {
    const now = this.options.now();
    if (!this.#read || now - this.#read.at > KEPT_MS) {
      this.#read = { at: now, rows: this.options.history.all() };
      this.#read.rows.catch(() => {
        this.#read = undefined;
      });
    }
    return this.#read.rows;
  }

  /** More has been read. */
  forget(): void {
    this.#read = undefined;
  }

  async backfill(
    selection: Pick<Selection, 'keys' | 'kubernetesClusters' | 'places'>,
  ): Promise<PipelineBackfill[]> {
    const { servers, now } = this.options;
    const clusters = selection.kubernetesClusters.filter(name =>
      servers.get(name),
    );
    if (clusters.length === 0) {
      return [];
    }
    const rows = (await this.#histories()).filter(({ scope }) =>
      selection.keys.has(scope),
    );
    const places = [...selection.places.values()];
    return clusters.map(kubernetesCluster =>
      toBackfill(kubernetesCluster, {
        rows,
        places: places.filter(
          place => place.kubernetesCluster === kubernetesCluster,
        ).length,
        now: now(),
      }),
    );
  }
}
