import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  changeInputSchema,
  gitTokenSchema,
  toProposeInput,
} from './changeInput';
import {
  changeOutputSchema,
  openChange,
  type OpenChangeOptions,
} from './openChange';
import { removeChangeExamples } from './removeChange.examples';

/** `lakehouse:change:remove`: opens a pull request that takes workloads away. */
export function createRemoveChangeAction(options: OpenChangeOptions) {
  const { domain, kubernetesCluster, title, description } = changeInputSchema;
  return createTemplateAction({
    id: 'lakehouse:change:remove',
    description:
      'Opens a GitOps pull request that removes workloads of a domain. What is merged is gone, with its pods.',
    examples: removeChangeExamples,
    supportsDryRun: true,
    schema: {
      input: {
        domain,
        kubernetesCluster,
        title,
        description,
        token: gitTokenSchema,
        objects: z =>
          z
            .array(
              z.object({
                kind: z.string().describe('Kind, e.g. `spark-application`'),
                name: z.string().describe('Name of the workload'),
              }),
            )
            .min(1)
            .describe('What to remove'),
      },
      output: changeOutputSchema,
    },
    async handler(ctx) {
      await openChange(
        ctx,
        {
          operation: 'remove',
          gitToken: ctx.input.token,
          input: toProposeInput({
            ...ctx.input,
            objects: ctx.input.objects.map(({ kind, name }) => ({
              kind,
              name,
              action: 'delete',
            })),
          }),
        },
        options,
      );
    },
  });
}
