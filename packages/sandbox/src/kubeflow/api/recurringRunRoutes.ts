import { Router, type Request } from 'express';
import { asObject } from '../../kube/json';
import type { KubeObject } from '../../types';
import type { KubeflowHost } from '../host/KubeflowHost';
import { invalidInput, notFound, within } from '../KfpRefusal';
import { handle, timeOf, userOf } from './answers';
import { pageOf, queryOf, type Fields } from './listing';
import { recurringRunShape } from './shapes';

const FIELDS: Fields<KubeObject> = {
  recurring_run_id: ({ metadata }) => metadata.uid ?? '',
  display_name: ({ metadata }) => metadata.name,
  name: ({ metadata }) => metadata.name,
  created_at: ({ metadata }) => timeOf(metadata.creationTimestamp),
  namespace: ({ metadata }) => metadata.namespace ?? '',
  pipeline_id: ({ spec }) => String(asObject(spec).pipelineId ?? ''),
  status: ({ spec }) => (asObject(spec).enabled ? 'ENABLED' : 'DISABLED'),
};

/** Read only: a recurring run is made and changed as a ScheduledWorkflow. */
export function recurringRunRoutes(host: KubeflowHost): Router {
  const router = Router();
  const shape = (object: KubeObject) =>
    recurringRunShape(
      object,
      host.experiments.defaultOf(object.metadata.namespace ?? '').id,
    );

  const recurringRunOf = (request: Request): KubeObject => {
    const { recurring_run_id: id } = request.params;
    const found = host
      .recurringRuns()
      .find(({ metadata }) => metadata.uid === id);
    if (!found) throw notFound('Job', id);
    const { name, namespace = '' } = found.metadata;
    host.access.authorize(
      userOf(host, request),
      'get',
      'jobs',
      namespace,
      name,
    );
    return found;
  };

  router.get(
    '/recurringruns',
    handle(request =>
      within('Failed to list recurring runs', () => {
        const namespace = queryOf(request, 'namespace');
        if (!namespace) {
          throw invalidInput(
            'A recurring run cannot have an empty namespace in multi-user mode',
          );
        }
        host.access.authorize(userOf(host, request), 'list', 'jobs', namespace);
        const page = pageOf(request, host.recurringRuns(namespace), {
          fields: FIELDS,
          id: ({ metadata }) => metadata.uid ?? '',
        });
        return {
          // The one list of this API whose name is not in small letters.
          ...(page.items.length && { recurringRuns: page.items.map(shape) }),
          ...(page.total && { total_size: page.total }),
          ...(page.next && { next_page_token: page.next }),
        };
      }),
    ),
  );

  router.get(
    '/recurringruns/:recurring_run_id',
    handle(request =>
      within('Failed to fetch a recurring run', () =>
        shape(recurringRunOf(request)),
      ),
    ),
  );

  return router;
}
