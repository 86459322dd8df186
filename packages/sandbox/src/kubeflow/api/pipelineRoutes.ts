import { Router, type Request } from 'express';
import { asObject } from '../../kube/json';
import type { KubeObject } from '../../types';
import type { KubeflowHost } from '../host/KubeflowHost';
import { invalidInput, notFound, within } from '../KfpRefusal';
import { handle, timeOf, userOf } from './answers';
import { pageOf, queryOf, type Fields } from './listing';
import { pipelineShape, versionShape } from './shapes';

const FIELDS: Fields<KubeObject> = {
  created_at: ({ metadata }) => timeOf(metadata.creationTimestamp),
  name: ({ metadata }) => metadata.name,
  display_name: ({ metadata, spec }) =>
    String(asObject(spec).displayName || metadata.name),
  description: ({ spec }) => String(asObject(spec).description ?? ''),
  namespace: ({ metadata }) => metadata.namespace ?? '',
  pipeline_id: ({ metadata }) => metadata.uid ?? '',
  pipeline_version_id: ({ metadata }) => metadata.uid ?? '',
};
const id = ({ metadata }: KubeObject) => metadata.uid ?? '';

/** Read only: what is there is said by objects on the cluster. */
export function pipelineRoutes(host: KubeflowHost): Router {
  const router = Router();

  const pipelineOf = (request: Request, verb: string): KubeObject => {
    const pipeline = host.pipelines.get(request.params.pipeline_id);
    const { name, namespace = '' } = pipeline.metadata;
    host.access.authorize(
      userOf(host, request),
      verb,
      'pipelines',
      namespace,
      name,
    );
    return pipeline;
  };

  router.get(
    '/pipelines',
    handle(request =>
      within('Failed to list pipelines', () => {
        const namespace = queryOf(request, 'namespace');
        if (!namespace) {
          // Without one only what all share is listed, and a cluster has no such thing.
          userOf(host, request);
          return {};
        }
        host.access.authorize(
          userOf(host, request),
          'list',
          'pipelines',
          namespace,
        );
        const page = pageOf(request, host.pipelines.list(namespace), {
          fields: FIELDS,
          id,
        });
        return {
          ...(page.items.length && {
            pipelines: page.items.map(pipelineShape),
          }),
          ...(page.total && { total_size: page.total }),
          ...(page.next && { next_page_token: page.next }),
        };
      }),
    ),
  );

  router.get(
    '/pipelines/names/:name',
    handle(request =>
      within('Failed to get a pipeline by name', () => {
        const { name } = request.params;
        const namespace = queryOf(request, 'namespace') ?? '';
        if (!namespace) {
          throw invalidInput('A namespace is required');
        }
        host.access.authorize(
          ...([
            userOf(host, request),
            'get',
            'pipelines',
            namespace,
            name,
          ] as const),
        );
        const found = host.pipelines
          .list(namespace)
          .find(({ metadata }) => metadata.name === name);
        if (!found) {
          throw notFound('Namespace/Pipeline', `${namespace}/${name}`);
        }
        return pipelineShape(found);
      }),
    ),
  );

  router.get(
    '/pipelines/:pipeline_id',
    handle(request =>
      within('Failed to get a pipeline', () =>
        pipelineShape(pipelineOf(request, 'get')),
      ),
    ),
  );

  router.get(
    '/pipelines/:pipeline_id/versions',
    handle(request =>
      within('Failed to list pipeline versions', () => {
        const pipeline = pipelineOf(request, 'list');
        const page = pageOf(
          request,
          host.pipelines.versions(pipeline.metadata.uid!),
          {
            fields: FIELDS,
            id,
          },
        );
        return {
          ...(page.items.length && {
            pipeline_versions: page.items.map(versionShape),
          }),
          ...(page.total && { total_size: page.total }),
          ...(page.next && { next_page_token: page.next }),
        };
      }),
    ),
  );

  router.get(
    '/pipelines/:pipeline_id/versions/:version_id',
    handle(request =>
      within('Failed to get a pipeline version', () => {
        pipelineOf(request, 'get');
        return versionShape(host.pipelines.version(request.params.version_id));
      }),
    ),
  );

  return router;
}
