import { Router } from 'express';
import type { LakeHost } from '../host/LakeHost';
import { createTag, deleteTag, tagged } from '../host/tags';
import { compareText } from '../model/tree';
import { answer, flag, handle, pageOf, repositoryOf } from './answers';
import { Body } from './body';
import { refShape } from './shapes';

const TAGS = '/repositories/:repository/tags';

export function tagRoutes(host: LakeHost): Router {
  const router = Router();

  router.get(
    TAGS,
    handle((request, response) => {
      const tags = [...repositoryOf(host, request).tags].sort(([a], [b]) =>
        compareText(a, b),
      );
      answer(
        response,
        pageOf(
          request,
          tags,
          ([id]) => id,
          ([id, commitId]) => refShape(id, commitId),
        ),
      );
    }),
  );

  router.post(
    TAGS,
    handle((request, response) => {
      const body = new Body(request, 'TagCreation');
      const id = body.text('id');
      const commitId = createTag(repositoryOf(host, request), {
        id,
        ref: body.text('ref'),
        force: body.flag('force'),
      });
      answer(response.status(201), refShape(id, commitId));
    }),
  );

  router.get(
    `${TAGS}/:tag`,
    handle((request, response) => {
      const { tag } = request.params;
      const commitId = tagged(repositoryOf(host, request), tag);
      answer(response, refShape(tag, commitId));
    }),
  );

  router.delete(
    `${TAGS}/:tag`,
    handle((request, response) => {
      const { tag } = request.params;
      deleteTag(repositoryOf(host, request), tag, flag(request, 'force'));
      response.status(204).end();
    }),
  );

  return router;
}
