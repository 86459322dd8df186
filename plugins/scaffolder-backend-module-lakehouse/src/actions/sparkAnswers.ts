import { NotFoundError } from '@backstage/errors';
import type { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { LakehouseService } from '@lakefront/backstage-plugin-lakehouse-node';

/** The `z` that an action's schema is given. */
type Zod = Parameters<
  Extract<
    NonNullable<Parameters<typeof createTemplateAction>[0]['schema']>['input'],
    (z: never) => unknown
  >
>[0];

/** Answers that the forms of all Spark kinds ask for. */
export function sparkAnswers(z: Zod) {
  return {
    name: z.string(),
    owner: z.string().optional(),
    image: z.string(),
    sparkVersion: z.string().optional(),
    packages: z.array(z.string()).optional(),
    size: z.object({
      driverCores: z.number().int().min(1),
      driverMemory: z.string(),
      executorCores: z.number().int().min(1),
      executorMemory: z.string(),
      instances: z.number().int().min(1).optional(),
      dynamicAllocation: z
        .object({
          minExecutors: z.number().int().min(0),
          maxExecutors: z.number().int().min(1),
        })
        .optional(),
    }),
    catalogs: z.array(z.string()).optional(),
    storage: z.array(z.string()).optional(),
    sparkConf: z
      .array(z.object({ key: z.string(), value: z.string() }))
      .optional(),
    env: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
    secretEnv: z
      .array(
        z.object({ name: z.string(), secret: z.string(), key: z.string() }),
      )
      .optional(),
    serviceAccount: z.string().optional(),
  };
}

/**
 * Settings and capacity of a domain on one Kubernetes cluster, as whoever asks
 * may see them. Throws `NotFoundError` where it does not live there.
 */
export async function readPresets(
  lakehouse: LakehouseService,
  at: { domain: string; kubernetesCluster: string },
  credentials: BackstageCredentials,
) {
  const { domain, kubernetesCluster } = at;
  const detail = await lakehouse.getDomain(domain, { credentials });
  const settings = detail.settings[kubernetesCluster];
  if (!settings) {
    throw new NotFoundError(
      `Domain '${domain}' does not live on Kubernetes cluster '${kubernetesCluster}'`,
    );
  }
  return {
    settings,
    capacity: detail.capacity.find(
      item => item.kubernetesCluster === kubernetesCluster,
    ),
  };
}
