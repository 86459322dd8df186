import { startArgoSync } from './argocd';
import { startFluxSync } from './flux';
import { createKubeServer } from './kube';
import type { KubeServerOptions } from './kube';
import {
  APPLICATIONS,
  GIT_REPOSITORIES,
  KUSTOMIZATIONS,
} from './knownResources';
import { kubernetesTokens } from './sampleUsers';
import { GITOPS_REPOSITORY, seedCluster, type SeedCluster } from './seed';
import { startSparkOperator } from './spark';
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
const ARGOCD_GROUPS = [APPLICATIONS.group];

/** A Kubernetes cluster with all that runs on it; its API does not listen yet. */
export async function startCluster(options: {
  cluster: SeedCluster;
  git: GitServer;
  gitUrl: string;
  clock: Clock;
  random: Random;
  certificate: KubeServerOptions['certificate'];
  lake: JobLake;
  logger?: Logger;
}): Promise<{ kube: KubeServer; stop(): Promise<void> }> {
  const { cluster, git, gitUrl, clock, random, certificate, lake, logger } =
    options;
  const { engine } = cluster;
  const kube = createKubeServer({
    name: cluster.name,
    without: engine === 'flux' ? ARGOCD_GROUPS : FLUX_GROUPS,
    clock,
    random,
    logger,
    certificate,
    tokens: kubernetesTokens(),
  });
  await seedCluster({ kube, git, gitUrl, cluster, clock, random });
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
    async stop() {
      sync.stop();
      operator.stop();
      await kube.close();
    },
  };
}
