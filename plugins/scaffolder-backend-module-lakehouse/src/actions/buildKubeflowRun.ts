import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  buildKubeflowRun,
  kubeflowRunKindOf,
  parameterProblems,
  type JsonValue,
  type KubeflowRunInput,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseService } from '@lakefront/backstage-plugin-lakehouse-node';
import { buildKubeflowRunExamples } from './buildKubeflowRun.examples';
import { orMissing, readPlace } from './domainPlace';

/**
 * `lakehouse:kubeflow-run:build`: a form's answers become what starts a run
 * once or by the clock, as a value for a change. The parameters are held
 * against the inputs of the version. Writes nothing.
 */
export function createBuildKubeflowRunAction({
  lakehouse,
}: {
  lakehouse: LakehouseService;
}) {
  return createTemplateAction({
    id: 'lakehouse:kubeflow-run:build',
    description:
      'Makes what starts a run of a Kubeflow pipeline, once or by the clock, from the answers of a form. Writes nothing.',
    examples: buildKubeflowRunExamples,
    supportsDryRun: true,
    schema: {
      input: {
        domain: z => z.string(),
        kubernetesCluster: z => z.string(),
        action: z =>
          z
            .enum(['create', 'update'])
            .optional()
            .describe('What is done to the object; `create` where left out'),
        run: z =>
          z
            .object({
              name: z.string(),
              owner: z.string().optional(),
              purpose: z.string().optional(),
              what: z.object({
                pipeline: z.string().describe('Name of the Pipeline object'),
                version: z
                  .string()
                  .optional()
                  .describe(
                    'Name of the PipelineVersion object; the newest where left out',
                  ),
              }),
              parameters: z.record(z.unknown()).optional(),
              schedule: z
                .object({
                  cron: z
                    .string()
                    .optional()
                    .describe('Five fields; once where left out'),
                  timeZone: z.string().optional().describe('As Europe/Berlin'),
                  suspend: z.boolean().optional(),
                  how: z
                    .enum(['starter', 'recurring-run'])
                    .optional()
                    .describe("By the starter (default), or KFP's own"),
                })
                .optional()
                .describe('When; once where left out'),
            })
            .describe('Answers of the form'),
      },
      output: {
        objects: z =>
          z
            .array(z.record(z.unknown()))
            .describe('What a change is to create, for check and propose'),
        kind: z => z.string().describe('Kind of the object'),
      },
    },
    async handler(ctx) {
      const { domain, kubernetesCluster, action = 'create' } = ctx.input;
      const { schedule, ...answers } = ctx.input.run;
      const run = {
        ...answers,
        // A form has an empty object where nothing was answered.
        ...(schedule?.cron && { schedule }),
      } as KubeflowRunInput;
      const credentials = await ctx.getInitiatorCredentials();
      const { settings, namespace } = await readPlace(
        lakehouse,
        { domain, kubernetesCluster },
        credentials,
      );
      const kfpIds = await readPipeline(
        { lakehouse, credentials, domain },
        {
          ...{ kubernetesCluster, namespace },
          ...{ ...run.what, parameters: run.parameters },
        },
      );
      const kind = kubeflowRunKindOf(run);
      const object = buildKubeflowRun(run, { settings, kfpIds });
      ctx.output('kind', kind);
      ctx.output('objects', [{ kind, action, object: { ...object } }]);
    },
  });
}

/**
 * KFP's ids of what is to run: in its Kubernetes-native mode those of the
 * objects. Throws where there is no such pipeline or version, or where it does
 * not take the parameters.
 */
async function readPipeline(
  options: {
    lakehouse: LakehouseService;
    credentials: BackstageCredentials;
    domain: string;
  },
  run: {
    kubernetesCluster: string;
    namespace: string;
    pipeline: string;
    version?: string;
    parameters?: Record<string, JsonValue | undefined>;
  },
) {
  const { lakehouse, credentials, domain } = options;
  const { kubernetesCluster, namespace, pipeline, version } = run;
  const at = (name: string) => ({ kubernetesCluster, namespace, name });
  const uidOf = (kind: string, name: string) =>
    orMissing(
      lakehouse.getWorkload({ ...at(name), kind }, { credentials }),
    ).then(found => found?.workload.uid);
  const detail = await orMissing(
    lakehouse.getPipeline(at(pipeline), { credentials }),
  );
  if (!detail) {
    throw new InputError(
      `what: ${domain} has no pipeline ${pipeline} on ${kubernetesCluster}; ask for it first`,
    );
  }
  const known = detail.versions.find(
    ({ name }) => version === undefined || name === version,
  );
  if (!known) {
    throw new InputError(
      version
        ? `what: pipeline ${pipeline} has no version ${version}`
        : `what: pipeline ${pipeline} has no version yet; ask for one first`,
    );
  }
  const { compiled } = await lakehouse.getPipelineVersion(at(known.name), {
    credentials,
  });
  const problems = compiled
    ? parameterProblems(compiled.inputs, run.parameters ?? {})
    : [];
  if (problems.length > 0) {
    throw new InputError(`parameters: ${problems.join('; ')}`);
  }
  const [pipelineId, versionId] = await Promise.all([
    uidOf('kubeflow-pipeline', pipeline),
    version ? uidOf('kubeflow-pipeline-version', version) : '',
  ]);
  return pipelineId !== undefined && versionId !== undefined
    ? { pipelineId, pipelineVersionId: versionId }
    : undefined;
}
