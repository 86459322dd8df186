import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { buildSparkConnect } from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseService } from '@lakefront/backstage-plugin-lakehouse-node';
import { buildSparkConnectExamples } from './buildSparkConnect.examples';
import { readPresets, sparkAnswers } from './sparkAnswers';

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
              ...sparkAnswers(z),
            })
            .describe('Answers of the form'),
      },
      output: {
        object: z => z.record(z.unknown()).describe('The SparkConnect'),
      },
    },
    async handler(ctx) {
      const { domain, kubernetesCluster, compute } = ctx.input;
      const presets = await readPresets(
        lakehouse,
        { domain, kubernetesCluster },
        await ctx.getInitiatorCredentials(),
      );
      const object = buildSparkConnect(compute, presets);
      ctx.output('object', { ...object });
    },
  });
}
