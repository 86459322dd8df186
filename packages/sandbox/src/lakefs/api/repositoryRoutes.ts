import { Router } from 'express';
import type { LakeHost } from '../host/LakeHost';
import { forbidden } from '../LakeFSRefusal';
import { REPOSITORY_NAME, STORAGE_NAMESPACE } from '../model/names';
import { answer, flag, handle, pageOf, query, repositoryOf } from './answers';
import { Body } from './body';
import { repositoryShape } from './shapes';

export function repositoryRoutes(host: LakeHost): Router {
  const router = Router();

  router.get(
    '/repositories',
    handle((request, response) => {
      const search = query(request, 'search') ?? '';
      const found = host.list().filter(({ id }) => id.includes(search));
      answer(
        response,
        pageOf(request, found, ({ id }) => id, repositoryShape),
      );
    }),
  );

  router.post(
    '/repositories',
    handle((request, response) => {
      const body = new Body(request, 'RepositoryCreation');
      const repository = host.createRepository({
        id: body.text('name', REPOSITORY_NAME),
        storageNamespace: body.text('storage_namespace', STORAGE_NAMESPACE),
        defaultBranch: body.optionalText('default_branch') || 'main',
        readOnly: body.flag('read_only'),
      });
      answer(response.status(201), repositoryShape(repository));
    }),
  );

  router.get(
    '/repositories/:repository',
    handle((request, response) => {
      answer(response, repositoryShape(repositoryOf(host, request)));
    }),
  );

  router.delete(
    '/repositories/:repository',
    handle((request, response) => {
      const { id, readOnly } = repositoryOf(host, request);
      if (readOnly && !flag(request, 'force')) {
        throw forbidden('read-only repository');
      }
      host.deleteRepository(id);
      response.status(204).end();
    }),
  );

  router.get(
    '/repositories/:repository/metadata',
    handle((request, response) => {
      answer(response, repositoryOf(host, request).metadata.get());
    }),
  );

  router.post(
    '/repositories/:repository/metadata',
    handle(async (request, response) => {
      const body = new Body(request, 'RepositoryMetadataSet');
      const { metadata } = repositoryOf(host, request);
      await metadata.merge(body.texts('metadata'));
      response.status(204).end();
    }),
  );

  router.delete(
    '/repositories/:repository/metadata',
    handle(async (request, response) => {
      const body = new Body(request, 'RepositoryMetadataKeys');
      const { metadata } = repositoryOf(host, request);
      await metadata.remove(body.list('keys').map(String));
      response.status(204).end();
    }),
  );

  return router;
}
