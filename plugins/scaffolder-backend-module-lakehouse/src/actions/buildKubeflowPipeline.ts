import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { buildKubeflowPipeline } from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseService } from '@lakefront/backstage-plugin-lakehouse-node';
import { buildKubeflowPipelineExamples } from './buildKubeflowPipeline.examples';
import { orMissing, readPlace } from './domainPlace';

/**
 * `lakehouse:kubeflow-pipeline:build`: a form's answers become a
 * PipelineVersion, and a Pipeline where there is none of that name yet, as
 * values for a change. Writes nothing.
 */
export function createBuildKubeflowPipelineAction({
  lakehouse,
}: {
  lakehouse: LakehouseService;
}) {
  return createTemplateAction({
    id: 'lakehouse:kubeflow-pipeline:build',
    description:
      'Makes a version of a Kubeflow pipeline from the answers of a form, with the pipeline where it is new. Writes nothing.',
    examples: buildKubeflowPipelineExamples,
    supportsDryRun: true,
    schema: {
      input: {
        domain: z => z.string(),
        kubernetesCluster: z => z.string(),
        pipeline: z =>
          z
            .object({
              name: z.string().describe('Of the pipeline'),
              version: z
                .string()
                .describe('Of this version, unique in the pipeline, as v2'),
              title: z.string().optional(),
              description: z.string().optional(),
              codeSource: z
                .string()
                .optional()
                .describe('Web address of the source'),
              owner: z.string().optional(),
              source: z
                .object({
                  text: z.string().describe('What kfp compiled, as it is'),
                  url: z.string().optional(),
                  commit: z.string().optional(),
                })
                .describe('The compiled pipeline, and where it was read'),
            })
            .describe('Answers of the form'),
      },
      output: {
        objects: z =>
          z
            .array(z.record(z.unknown()))
            .describe('What a change is to create, for check and propose'),
        isNew: z => z.boolean().describe('Whether the pipeline is new'),
      },
    },
    async handler(ctx) {
      const { domain, kubernetesCluster, pipeline } = ctx.input;
      const credentials = await ctx.getInitiatorCredentials();
      const { namespace } = await readPlace(
        lakehouse,
        { domain, kubernetesCluster },
        credentials,
      );
      const built = buildKubeflowPipeline(pipeline);
      // Asked once: a task that is tried again finds its own pipeline there.
      const isNew = await ctx.checkpoint({
        key: 'is-new',
        fn: async () => {
          const { name } = pipeline;
          const there = await orMissing(
            lakehouse.getWorkload(
              {
                ...{ kubernetesCluster, namespace, name },
                kind: 'kubeflow-pipeline',
              },
              { credentials },
            ),
          );
          return there === undefined;
        },
      });
      ctx.output('isNew', isNew);
      ctx.output('objects', [
        ...(isNew
          ? [
              {
                kind: 'kubeflow-pipeline',
                ...{ action: 'create', object: { ...built.pipeline } },
              },
            ]
          : []),
        {
          kind: 'kubeflow-pipeline-version',
          ...{ action: 'create', object: { ...built.version } },
        },
      ]);
    },
  });
}
