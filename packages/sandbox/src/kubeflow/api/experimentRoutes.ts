import { Router, type Request } from 'express';
import { asObject } from '../../kube/json';
import type { KubeflowHost } from '../host/KubeflowHost';
import type { Experiment } from '../host/types';
import { invalidInput, within } from '../KfpRefusal';
import { handle, userOf } from './answers';
import { pageOf, queryOf, type Fields } from './listing';
import { experimentShape } from './shapes';

const FIELDS: Fields<Experiment> = {
  experiment_id: one => one.id,
  display_name: one => one.displayName,
  name: one => one.displayName,
  created_at: one => one.createdAt,
  description: one => one.description,
  namespace: one => one.namespace,
  storage_state: one => (one.archived ? 'ARCHIVED' : 'AVAILABLE'),
  last_run_created_at: one => one.lastRunAt,
};

export function experimentRoutes(host: KubeflowHost): Router {
  const router = Router();

  const experimentOf = (request: Request, verb: string): Experiment => {
    const found = host.experiments.get(request.params.experiment_id);
    host.access.authorize(
      ...([
        userOf(host, request),
        verb,
        'experiments',
        found.namespace,
      ] as const),
    );
    return found;
  };

  const namespaceIn = (namespace: string | undefined): string => {
    if (!namespace) {
      throw invalidInput(
        'An experiment cannot have an empty namespace in multi-user mode',
      );
    }
    return namespace;
  };

  router.get(
    '/experiments',
    handle(request =>
      within('List experiments failed', () => {
        const namespace = namespaceIn(queryOf(request, 'namespace'));
        host.access.authorize(
          userOf(host, request),
          'list',
          'experiments',
          namespace,
        );
        const all = host.experiments
          .list()
          .filter(one => one.namespace === namespace);
        const page = pageOf(request, all, {
          fields: FIELDS,
          id: one => one.id,
        });
        return {
          ...(page.items.length && {
            experiments: page.items.map(experimentShape),
          }),
          ...(page.total && { total_size: page.total }),
          ...(page.next && { next_page_token: page.next }),
        };
      }),
    ),
  );

  router.post(
    '/experiments',
    handle(request =>
      within('Failed to create a experiment', () => {
        const body = asObject(request.body);
        const namespace = namespaceIn(String(body.namespace ?? ''));
        const displayName = String(body.display_name ?? '');
        if (!displayName) {
          throw invalidInput('Experiment must have a non-empty name');
        }
        host.access.authorize(
          ...([
            userOf(host, request),
            'create',
            'experiments',
            namespace,
          ] as const),
        );
        return experimentShape(
          host.experiments.create({
            namespace,
            displayName,
            description: String(body.description ?? ''),
          }),
        );
      }),
    ),
  );

  router.get(
    '/experiments/:experiment_id',
    handle(request =>
      within('Failed to fetch experiment', () =>
        experimentShape(experimentOf(request, 'get')),
      ),
    ),
  );

  router.post(
    '/experiments/:experiment_id\\::verb(archive|unarchive)',
    handle(request => {
      const { verb } = request.params;
      return within(`Failed to ${verb} experiment`, () => {
        experimentOf(request, verb).archived = verb === 'archive';
      });
    }),
  );

  return router;
}
