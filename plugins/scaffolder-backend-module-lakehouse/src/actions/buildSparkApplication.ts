import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { buildSparkApplication } from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseService } from '@lakefront/backstage-plugin-lakehouse-node';
import { buildSparkApplicationExamples } from './buildSparkApplication.examples';
import { readPresets, sparkAnswers } from './sparkAnswers';

/**
 * `lakehouse:spark-application:build`: a form's answers and the domain's
 * settings become a SparkApplication, as a value. Writes nothing.
 */
export function createBuildSparkApplicationAction({
  lakehouse,
}: {
  lakehouse: LakehouseService;
}) {
  return createTemplateAction({
    id: 'lakehouse:spark-application:build',
    description:
      'Makes a SparkApplication from the answers of a form and the presets of the domain. Writes nothing.',
    examples: buildSparkApplicationExamples,
    supportsDryRun: true,
    schema: {
      input: {
        domain: z => z.string(),
        kubernetesCluster: z => z.string(),
        job: z =>
          z
            .object({
              ...sparkAnswers(z),
              language: z.enum(['Python', 'Scala', 'Java', 'SQL']),
              mainFile: z.string(),
              mainClass: z.string().optional(),
              arguments: z.array(z.string()).optional(),
              shuffleVolume: z.string().optional(),
              retries: z.number().int().min(0).max(10).optional(),
            })
            .describe('Answers of the form'),
      },
      output: {
        object: z => z.record(z.unknown()).describe('The SparkApplication'),
      },
    },
    async handler(ctx) {
      const { domain, kubernetesCluster, job } = ctx.input;
      const presets = await readPresets(
        lakehouse,
        { domain, kubernetesCluster },
        await ctx.getInitiatorCredentials(),
      );
      const object = buildSparkApplication(job, presets);
      ctx.output('object', { ...object });
    },
  });
}
