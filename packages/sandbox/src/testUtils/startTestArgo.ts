import { startArgoSync } from '../argocd';
import type { Application } from '../argocd/argoObjects';
import { ManualClock } from '../clock';
import { APPLICATIONS } from '../knownResources';
import { seededRandom } from '../random';
import { buildMarker } from '../seed/gitopsFiles';
import { EAST } from '../seed/SeedCluster';
import type { KubeObject } from '../types';
import { createTestCluster } from './createTestCluster';
import { followSync } from './followSync';
import { REPOSITORY, startTestGit, toYaml } from './startTestGit';

export const EAST_SALES = 'clusters/east/domains/sales';

/** A cluster with Argo CD on it, following a real repository: only `sales-workloads`, not the platform root. */
export async function startTestArgo(
  files: Record<string, string> = {},
  options: {
    /** Changes the objects of the domain before Argo CD sees them. */
    edit?: (app: Application) => void;
  } = {},
) {
  // The objects name the address of the Git host, so that is there first.
  const host = await startTestGit({
    clock: new ManualClock(),
    random: seededRandom(7),
    logger: { info: () => {}, warn: () => {} },
  });
  await host.git.createRepository(REPOSITORY, {
    [`${EAST_SALES}/marker.yaml`]: toYaml(buildMarker('sales')),
    ...files,
  });
  const cluster = await createTestCluster({ cluster: EAST, gitUrl: host.url });
  const { admin, clock, kube, logger } = cluster;
  admin.delete(APPLICATIONS, 'argocd', 'lakefront-platform');
  const app = (name = 'sales-workloads') =>
    admin.get(APPLICATIONS, 'argocd', name) as Application;
  if (options.edit) {
    const edited = app();
    options.edit(edited);
    admin.update(APPLICATIONS, edited as KubeObject);
  }
  const argo = startArgoSync({
    kube,
    git: host.git,
    repositoryName: REPOSITORY,
    clock,
    logger,
  });
  return {
    ...cluster,
    application: app,
    push: host.push,
    head: async () => (await host.git.head(REPOSITORY, 'main'))!.sha,
    ...followSync(argo, { clock, host, status: () => app()?.status }),
  };
}
