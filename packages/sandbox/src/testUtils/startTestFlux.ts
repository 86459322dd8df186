import { startFluxSync } from '../flux';
import type { Kustomization } from '../flux/fluxObjects';
import { KUSTOMIZATIONS } from '../knownResources';
import { buildMarker } from '../seed/gitopsFiles';
import { createTestCluster } from './createTestCluster';
import { followSync } from './followSync';
import { REPOSITORY, startTestGit, toYaml } from './startTestGit';

export const SALES_ROOT = 'clusters/west/domains/sales';

/** A cluster with Flux on it, following a real repository: only `sales-workloads`, not the platform root. */
export async function startTestFlux(files: Record<string, string> = {}) {
  const cluster = await createTestCluster();
  const { admin, clock, kube, logger, random } = cluster;
  const host = await startTestGit({ clock, random, logger });
  await host.git.createRepository(REPOSITORY, {
    [`${SALES_ROOT}/marker.yaml`]: toYaml(buildMarker('sales')),
    ...files,
  });
  admin.delete(KUSTOMIZATIONS, 'flux-system', 'lakefront-platform');
  const flux = startFluxSync({
    kube,
    git: host.git,
    repositoryName: REPOSITORY,
    clock,
    logger,
  });

  const sync = (name = 'sales-workloads') =>
    admin.get(KUSTOMIZATIONS, 'flux-system', name) as Kustomization;
  const ready = (name?: string) =>
    sync(name).status?.conditions?.find(({ type }) => type === 'Ready');

  return {
    ...cluster,
    sync,
    ready,
    /** One commit on `main`; null deletes. Answers the revision. */
    push: async (changes: Record<string, string | null>) =>
      `main@sha1:${await host.push(changes)}`,
    ...followSync(flux, { clock, host, status: () => sync()?.status }),
  };
}
