import type {
  KubeflowFreshness,
  PipelineBackfill,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Selection } from '../queries/PlaceSelector';
import type { HistoryStore } from './history/HistoryStore';
import { toBackfill } from './history/toBackfill';
import type { KubeflowServers } from './servers/KubeflowServers';

/** How much answers about Kubeflow can be believed, for somebody's places. */
export class KubeflowStanding {
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

  async backfill(
    selection: Pick<Selection, 'keys' | 'kubernetesClusters' | 'places'>,
  ): Promise<PipelineBackfill[]> {
    const { servers, history, now } = this.options;
    const clusters = selection.kubernetesClusters.filter(name =>
      servers.get(name),
    );
    if (clusters.length === 0) {
      return [];
    }
    const rows = await history.of(selection.keys);
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
