import type { KubeflowHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Clock } from '../changes/Clock';
import type { DomainKey, LakehouseReader } from '../types';
import type { HistoryRow, HistoryStore } from './history/HistoryStore';
import { toBackfill } from './history/toBackfill';
import type { KnownServer, KubeflowServers } from './servers/KubeflowServers';

interface Asked {
  at: number;
  health?: { multiUser: boolean; pipelineStore?: string };
}

/** How well the Kubeflow Pipelines of config are known, for platform engineers. */
export class KubeflowHealthQueries {
  /** What each said of itself last. */
  readonly #asked = new Map<string, Asked>();

  constructor(
    private readonly options: {
      servers: KubeflowServers;
      history: HistoryStore;
      reader: Pick<LakehouseReader, 'places' | 'settings'>;
      clock: Pick<Clock, 'now'>;
    },
  ) {}

  async read(scope: ReadonlySet<DomainKey>): Promise<KubeflowHealth[]> {
    const { servers, history, reader } = this.options;
    const rows = (await history.all()).filter(row => scope.has(row.scope));
    const places = reader.places().filter(({ key }) => scope.has(key));
    const known = await Promise.all(
      servers
        .all()
        .map(one =>
          this.#describe(
            one,
            rows,
            places.filter(
              ({ kubernetesCluster }) =>
                kubernetesCluster === one.server.kubernetesCluster,
            ).length,
          ),
        ),
    );
    const missing = new Set(
      places
        .filter(
          ({ kubernetesCluster, domain }) =>
            !servers.get(kubernetesCluster) &&
            reader.settings(kubernetesCluster, domain).kubeflow,
        )
        .map(({ kubernetesCluster }) => kubernetesCluster),
    );
    return [...known, ...[...missing].sort().map(toMissing)];
  }

  async #describe(
    { server }: KnownServer,
    rows: readonly HistoryRow[],
    places: number,
  ): Promise<KubeflowHealth> {
    const { kubernetesCluster } = server;
    const health = await this.#ask(server);
    const { failure } = server;
    const backfill = toBackfill(kubernetesCluster, {
      ...{ rows, places, now: this.options.clock.now() },
    });
    return {
      ...{ kubernetesCluster, freshness: server.freshness(), backfill },
      ...(health && { multiUser: health.multiUser }),
      ...(health?.pipelineStore && { pipelineStore: health.pipelineStore }),
      requestsLastHour: server.requests.lastHour(),
      advice: [
        ...(failure ? [`${failure.message} (${failure.detail})`] : []),
        // What keeps the history from being read is said already where it is that.
        ...(backfill.message &&
        !(failure && backfill.message.startsWith(failure.message))
          ? [`History of runs: ${backfill.message}`]
          : []),
        ...(health && !health.multiUser
          ? [
              `Kubeflow Pipelines of ${kubernetesCluster} is in single-user mode: everybody who reaches it sees and starts the runs of all domains. Run it in multi-user mode`,
            ]
          : []),
        ...(health && health.pipelineStore !== 'kubernetes'
          ? [
              `Kubeflow Pipelines of ${kubernetesCluster} does not keep pipelines in Kubernetes: what is merged stays unknown to it. Start its API server with --pipelinesStoreKubernetes=true`,
            ]
          : []),
      ],
    };
  }

  async #ask(server: KnownServer['server']): Promise<Asked['health']> {
    const { kubernetesCluster, config } = server;
    const now = this.options.clock.now();
    const kept = this.#asked.get(kubernetesCluster);
    if (kept && now - kept.at < config.refreshIntervalMs) {
      return kept.health;
    }
    const answer = await server.look(client => client.health());
    const health = 'value' in answer ? answer.value : kept?.health;
    this.#asked.set(kubernetesCluster, { at: now, ...(health && { health }) });
    return health;
  }
}

/** Settings of domains tell of a Kubeflow that config does not have. */
function toMissing(kubernetesCluster: string): KubeflowHealth {
  const message = `Settings of domains on ${kubernetesCluster} have a kubeflow part, but lakehouse.kubeflow names no Kubeflow Pipelines there: runs are shown only while their Workflows are there. Add it`;
  return {
    kubernetesCluster,
    freshness: { kubernetesCluster, state: 'missing', message },
    backfill: { kubernetesCluster, state: 'waiting', read: 0 },
    ...{ requestsLastHour: 0, advice: [message] },
  };
}
