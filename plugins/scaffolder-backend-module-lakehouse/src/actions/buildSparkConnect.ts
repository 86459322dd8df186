import { NotFoundError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { LakehouseService } from '@lakefront/backstage-plugin-lakehouse-node';
import { buildSparkConnect } from '../sparkConnect/buildSparkConnect';
import { buildSparkConnectExamples } from './buildSparkConnect.examples';

/**
 * `lakehouse:spark-connect:build`: a form's answers and the domain's
 * settings become a SparkConnect, as a value. Writes nothing.
 */
export function createBuildSparkConnectAction({
  lakehouse,
}: {
  lakehouse: LakehouseService;
}) {
  return createTemplateAction({
    id: 'lakehouse:spark-connect:build',
    description:
      'Makes a SparkConnect from the answers of a form and the presets of the domain. Writes nothing.',
    examples: buildSparkConnectExamples,
    supportsDryRun: true,
    schema: {
      input: {
        domain: z => z.string(),
        kubernetesCluster: z => z.string(),
        compute: z =>
          z
            .object({
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
              env: z
                .array(z.object({ name: z.string(), value: z.string() }))
                .optional(),
              secretEnv: z
                .array(
                  z.object({
                    name: z.string(),
                    secret: z.string(),
                    key: z.string(),
                  }),
                )
                .optional(),
              serviceAccount: z.string().optional(),
            })
            .describe('Answers of the form'),
      },
      output: {
        object: z => z.record(z.unknown()).describe('The SparkConnect'),
      },
    },
    async handler(ctx) {
      const { domain, kubernetesCluster, compute } = ctx.input;
      const detail = await lakehouse.getDomain(domain, {
        credentials: await ctx.getInitiatorCredentials(),
      });
      const settings = detail.settings[kubernetesCluster];
      if (!settings) {
        throw new NotFoundError(
          `Domain '${domain}' does not live on Kubernetes cluster '${kubernetesCluster}'`,
        );
      }
      const object = buildSparkConnect(compute, {
        settings,
        capacity: detail.capacity.find(
          item => item.kubernetesCluster === kubernetesCluster,
        ),
      });
      ctx.output('object', { ...object });
    },
  });
}
