import { Router, type Request } from 'express';
import { asObject } from '../../kube/json';
import type { KubeflowHost } from '../host/KubeflowHost';
import type { Run } from '../host/types';
import { invalidInput, KfpRefusal, within } from '../KfpRefusal';
import { handle, timeOf, userOf } from './answers';
import { pageOf, queryOf, type Fields } from './listing';
import { runShape } from './shapes';

const FIELDS: Fields<Run> = {
  run_id: run => run.id,
  display_name: run => run.displayName,
  name: run => run.displayName,
  created_at: run => run.createdAt,
  finished_at: run => run.finishedAt,
  scheduled_at: run => run.scheduledAt,
  description: run => run.description,
  storage_state: run => (run.archived ? 'ARCHIVED' : 'AVAILABLE'),
  state: run => run.state,
  status: run => run.state,
  namespace: run => run.namespace,
  experiment_id: run => run.experimentId,
  recurring_run_id: run => run.recurringRunId,
};

export function runRoutes(host: KubeflowHost): Router {
  const router = Router();

  const runOf = (request: Request, verb: string): Run => {
    const { run_id: id } = request.params;
    return within('Failed to authorize the request', () => {
      const run = within(`Failed to authorize with the run ID ${id}`, () =>
        host.run(id),
      );
      const user = userOf(host, request);
      within(
        `Failed to access run ${id}. Check if you have access to namespace ${run.namespace}`,
        () =>
          host.access.authorize(
            user,
            verb,
            'runs',
            run.namespace,
            run.workflow,
          ),
      );
      return run;
    });
  };

  router.get(
    '/runs',
    handle(request =>
      within('Failed to list runs', () => {
        const experimentId = queryOf(request, 'experiment_id');
        const experiment = experimentId && host.experiments.get(experimentId);
        const namespace = experiment
          ? experiment.namespace
          : queryOf(request, 'namespace');
        within(
          `Failed to list runs due to authorization error. Check if you have permission to access namespace ${
            namespace ?? ''
          }`,
          () => {
            if (!namespace) {
              throw invalidInput(
                'A run cannot have an empty namespace in multi-user mode',
              );
            }
            host.access.authorize(
              userOf(host, request),
              'list',
              'runs',
              namespace,
            );
          },
        );
        const runs = [...host.runs.values()].filter(
          run =>
            run.namespace === namespace &&
            (!experimentId || run.experimentId === experimentId),
        );
        const { items, next, total } = pageOf(request, runs, {
          fields: FIELDS,
          id: run => run.id,
        });
        return {
          ...(items.length > 0 && { runs: items.map(runShape) }),
          ...(total > 0 && { total_size: total }),
          ...(next && { next_page_token: next }),
        };
      }),
    ),
  );

  router.post(
    '/runs',
    handle(request =>
      within('Failed to create a new run', () =>
        runShape(createRun(host, request)),
      ),
    ),
  );

  router.get(
    '/runs/:run_id',
    handle(request =>
      within('Failed to get a run', () => runShape(runOf(request, 'get'))),
    ),
  );

  router.delete(
    '/runs/:run_id',
    handle(request =>
      within('Failed to delete a run', () =>
        host.deleteRun(runOf(request, 'delete')),
      ),
    ),
  );

  router.post(
    '/runs/:run_id\\::verb(terminate|archive|unarchive|retry)',
    handle(request => {
      const { verb } = request.params;
      return within(`Failed to ${verb} a run`, () => {
        const run = runOf(request, verb);
        if (verb === 'terminate') host.terminate(run);
        else if (verb === 'retry') {
          throw new KfpRefusal(
            'Unimplemented',
            'The sandbox starts no run again: start a new one',
          );
        } else run.archived = verb === 'archive';
      });
    }),
  );

  return router;
}

function createRun(host: KubeflowHost, request: Request): Run {
  const body = asObject(request.body);
  const reference = asObject(body.pipeline_version_reference);
  const config = asObject(body.runtime_config);
  const displayName = String(body.display_name ?? '');
  if (!displayName) {
    throw invalidInput(
      'The run name is empty. Please specify a valid name',
    ).within('Failed to create a run due to invalid name');
  }
  const experimentId =
    queryOf(request, 'experiment_id') ?? String(body.experiment_id ?? '');
  const { namespace } = within(
    'Failed to create a run due to invalid experimentId and namespace combination',
    () => {
      if (!experimentId) {
        throw invalidInput('Experiment id can not be empty in multi-user mode');
      }
      return within(
        `Failed to fetch namespace for experiment ${experimentId}`,
        () => host.experiments.get(experimentId),
      );
    },
  );
  within(
    `Failed to create a run due to authorization error. Check if you have write permissions to namespace ${namespace}`,
    () =>
      host.access.authorize(userOf(host, request), 'create', 'runs', namespace),
  );
  const spec = asObject(body.pipeline_spec);
  return host.createRun({
    displayName,
    experimentId,
    description: String(body.description ?? ''),
    pipelineId: String(reference.pipeline_id ?? '') || undefined,
    versionId: String(reference.pipeline_version_id ?? '') || undefined,
    ...(Object.keys(spec).length > 0 && {
      // With a platform's part the pipeline stands one level lower.
      pipelineSpec: asObject(spec.pipeline_spec ?? spec),
    }),
    parameters: asObject(config.parameters),
    pipelineRoot: String(config.pipeline_root ?? ''),
    serviceAccount: String(body.service_account ?? ''),
    scheduledAt: timeOf(body.scheduled_at) || undefined,
  });
}
