import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { LakehouseService } from '@lakefront/backstage-plugin-lakehouse-node';
import { assertOk, changeInputSchema, toProposeInput } from './changeInput';
import { checkChangeExamples } from './checkChange.examples';

/**
 * `lakehouse:change:check`: what would stand in the way of a change, and what
 * a merge would do. Writes nothing, and fails where proposing would.
 */
export function createCheckChangeAction({
  lakehouse,
}: {
  lakehouse: LakehouseService;
}) {
  return createTemplateAction({
    id: 'lakehouse:change:check',
    description:
      'Checks a change to a domain before it is proposed: policy, schema, name, quota and limits. Writes nothing.',
    examples: checkChangeExamples,
    supportsDryRun: true,
    schema: {
      input: changeInputSchema,
      output: {
        summary: z => z.string().describe('Whether it fits, in one sentence'),
        consequences: z => z.array(z.string()).describe('What a merge will do'),
        paths: z => z.array(z.string()).describe('Files that would be written'),
      },
    },
    async handler(ctx) {
      const check = await lakehouse.check(toProposeInput(ctx.input), {
        credentials: await ctx.getInitiatorCredentials(),
      });
      for (const warning of assertOk(check)) ctx.logger.warn(warning);
      for (const sentence of check.consequences) ctx.logger.info(sentence);
      if (check.fit) ctx.logger.info(check.fit.summary);
      ctx.output('summary', check.fit?.summary ?? '');
      ctx.output('consequences', check.consequences);
      ctx.output(
        'paths',
        check.files.map(file => file.path),
      );
    },
  });
}
