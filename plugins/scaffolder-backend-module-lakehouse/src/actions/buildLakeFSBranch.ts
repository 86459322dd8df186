import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { buildLakeFSBranch } from '@lakefront/backstage-plugin-lakehouse-common';
import { buildLakeFSBranchExamples } from './buildLakeFSBranch.examples';

/**
 * `lakehouse:lakefs-branch:build`: a form's answers become a LakeFSBranch, as
 * a value. Days become a date once: a task that is tried again another day
 * asks for what it asked for before. Writes nothing.
 */
export function createBuildLakeFSBranchAction(
  options: { now?: () => number } = {},
) {
  const { now = Date.now } = options;
  return createTemplateAction({
    id: 'lakehouse:lakefs-branch:build',
    description:
      'Makes a LakeFSBranch from the answers of a form. Writes nothing.',
    examples: buildLakeFSBranchExamples,
    supportsDryRun: true,
    schema: {
      input: {
        branch: z =>
          z
            .object({
              name: z.string(),
              owner: z.string().optional(),
              repository: z.object({
                server: z.string(),
                repository: z.string(),
              }),
              source: z.string().describe('A branch, a tag or a commit'),
              purpose: z.string().optional(),
              expires: z
                .string()
                .optional()
                .describe('A day (2026-12-24), days from now (P30D), or never'),
              deletionPolicy: z.enum(['Retain', 'Delete']).optional(),
            })
            .describe('Answers of the form'),
      },
      output: {
        object: z => z.record(z.unknown()).describe('The LakeFSBranch'),
      },
    },
    async handler(ctx) {
      const asked = await ctx.checkpoint({
        key: 'asked-at',
        fn: async () => now(),
      });
      const object = buildLakeFSBranch(ctx.input.branch, { now: asked });
      ctx.output('object', { ...object });
    },
  });
}
