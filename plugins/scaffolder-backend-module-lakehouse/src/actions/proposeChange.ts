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
import { proposeChangeExamples } from './proposeChange.examples';

/** `lakehouse:change:propose`: opens a pull request that creates or changes workloads. */
export function createProposeChangeAction(options: OpenChangeOptions) {
  return createTemplateAction({
    id: 'lakehouse:change:propose',
    description:
      'Opens a GitOps pull request that creates or changes workloads of a domain. What is merged runs.',
    examples: proposeChangeExamples,
    supportsDryRun: true,
    schema: {
      input: { ...changeInputSchema, token: gitTokenSchema },
      output: changeOutputSchema,
    },
    async handler(ctx) {
      await openChange(
        ctx,
        {
          operation: 'propose',
          input: toProposeInput(ctx.input),
          gitToken: ctx.input.token,
        },
        options,
      );
    },
  });
}
