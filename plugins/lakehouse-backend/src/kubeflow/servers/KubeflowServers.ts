import { KubeflowServer, type KubeflowServerOptions } from './KubeflowServer';
import type { KubeflowServerConfig } from './readKubeflowConfig';
import { RunOwners } from './RunOwners';

export interface KnownServer {
  server: KubeflowServer;
  owners: RunOwners;
}

/** The Kubeflow Pipelines of config, by their Kubernetes clusters. */
export class KubeflowServers {
  readonly #servers: ReadonlyMap<string, KnownServer>;

  constructor(
    configs: readonly KubeflowServerConfig[],
    options: Omit<KubeflowServerOptions, 'config'>,
  ) {
    this.#servers = new Map(
      configs.map(config => {
        const server = new KubeflowServer({ config, ...options });
        return [
          config.kubernetesCluster,
          { server, owners: new RunOwners(server) },
        ];
      }),
    );
  }

  get(kubernetesCluster: string): KnownServer | undefined {
    return this.#servers.get(kubernetesCluster);
  }

  all(): KnownServer[] {
    return [...this.#servers.values()];
  }
}
