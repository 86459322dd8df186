import { startArgoSync } from './argocd';
import { startFluxSync } from './flux';
import { createKubeServer } from './kube';
import type { KubeServerOptions } from './kube';
import {
  APPLICATIONS,
  APP_PROJECTS,
  GIT_REPOSITORIES,
  KUSTOMIZATIONS,
} from './knownResources';
import { kubernetesTokens } from './sampleUsers';
import { GITOPS_REPOSITORY, seedCluster, type SeedCluster } from './seed';
import { startSparkOperator, type Kubelet } from './spark';
import type {
  Clock,
  GitServer,
  JobLake,
  KubeServer,
  Logger,
  Random,
} from './types';

/** What the engines bring; a cluster has those of its own only. */
const FLUX_GROUPS = [KUSTOMIZATIONS.group, GIT_REPOSITORIES.group];
// Workflows are of Argo's group too, and on every cluster.
const ARGOCD_KINDS = [APPLICATIONS, APP_PROJECTS].map(
  ({ group, plural }) => `${plural}.${group}`,
);

/** A Kubernetes cluster with all that runs on it; its API does not listen yet. */
export async function startCluster(options: {
  cluster: SeedCluster;
  git: GitServer;
  gitUrl: string;
  /** Of the API of Kubeflow Pipelines; without it the cluster has none. */
  kubeflowUrl?: string;
  clock: Clock;
  random: Random;
  certificate: KubeServerOptions['certificate'];
  lake: JobLake;
  logger?: Logger;
}): Promise<{ kube: KubeServer; kubelet: Kubelet; stop(): Promise<void> }> {
  const { cluster, git, gitUrl, kubeflowUrl, clock, random, lake, logger } =
    options;
  const { engine } = cluster;
  const kube = createKubeServer({
    name: cluster.name,
    without: engine === 'flux' ? ARGOCD_KINDS : FLUX_GROUPS,
    clock,
    random,
    logger,
    certificate: options.certificate,
    tokens: kubernetesTokens(),
  });
  await seedCluster({
    ...{ kube, git, gitUrl, kubeflowUrl, cluster, clock, random },
  });
  const operator = startSparkOperator({ kube, clock, random, lake, logger });
  const startSync = engine === 'flux' ? startFluxSync : startArgoSync;
  const sync = startSync({
    kube,
    git,
    repositoryName: GITOPS_REPOSITORY,
    clock,
    logger,
  });
  return {
    kube,
    kubelet: operator.kubelet,
    async stop() {
      sync.stop();
      operator.stop();
      await kube.close();
    },
  };
}
