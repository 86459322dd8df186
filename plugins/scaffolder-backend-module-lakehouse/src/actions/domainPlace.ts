import { isError, NotFoundError } from '@backstage/errors';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { LakehouseService } from '@lakefront/backstage-plugin-lakehouse-node';

/** Where a domain is on one Kubernetes cluster, and what its forms may choose from. */
export async function readPlace(
  lakehouse: LakehouseService,
  at: { domain: string; kubernetesCluster: string },
  credentials: BackstageCredentials,
) {
  const { domain, kubernetesCluster } = at;
  const detail = await lakehouse.getDomain(domain, { credentials });
  const settings = detail.settings[kubernetesCluster];
  const capacity = detail.capacity.find(
    item => item.kubernetesCluster === kubernetesCluster,
  );
  if (!settings || !capacity) {
    throw new NotFoundError(
      `Domain '${domain}' does not live on Kubernetes cluster '${kubernetesCluster}'`,
    );
  }
  return { settings, capacity, namespace: capacity.namespace };
}

/** What is asked for, or nothing where it is not there, or not the asker's. */
export async function orMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isError(error) && error.statusCode === 404) {
      return undefined;
    }
    throw error;
  }
}
