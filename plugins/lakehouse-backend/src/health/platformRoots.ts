import {
  type DomainSync,
  platformDirectory,
  type PlatformRootHealth,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { engineTitle } from '../changes/engineTitle';
import { findCulprit } from '../changes/culprit/findCulprit';
import type { GitOpsRepository } from '../gitopsConfig';
import type { LakehouseReader } from '../types';

/** How the platform's files of each Kubernetes cluster arrive, where a sync of them is seen. */
export function platformRoots(
  repositories: ReadonlyArray<Pick<GitOpsRepository, 'root' | 'targets'>>,
  reader: Pick<LakehouseReader, 'sync'>,
): PlatformRootHealth[] {
  const roots = new Map(
    repositories.flatMap(({ root, targets }) =>
      targets.map(({ kubernetesCluster }) => [
        `${kubernetesCluster} ${root}`,
        {
          kubernetesCluster,
          path: platformDirectory({ kubernetesCluster, root }),
        },
      ]),
    ),
  );
  return [...roots.values()].flatMap(({ kubernetesCluster, path }) => {
    const sync = reader.sync(kubernetesCluster, path);
    return sync ? [toHealth(sync, path)] : [];
  });
}

function toHealth(sync: DomainSync, path: string): PlatformRootHealth {
  if (sync.state !== 'blocked') {
    return { ...sync, path };
  }
  const culprit = findCulprit(sync.message, []);
  return {
    ...sync,
    path,
    ...(culprit && { culprit }),
    advice: `Until this is put right no change of the platform arrives on ${
      sync.kubernetesCluster
    }: no new domain, quota, member or setting. What is there stays, and what runs goes on. Put ${
      culprit?.path ?? `what the message names below ${path}`
    } right in Git, or revert the commit that brought it; ${engineTitle(
      sync.engine,
    )} tries again by itself.`,
  };
}
