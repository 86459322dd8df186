import { Router, type Request } from 'express';
import type { LakeHost } from '../host/LakeHost';
import { LakeFSRefusal } from '../LakeFSRefusal';
import { answer, handle, pageOf, query, repositoryOf } from './answers';
import { hookShape, runShape } from './shapes';

const RUNS = '/repositories/:repository/actions/runs';

export function actionRoutes(host: LakeHost): Router {
  const router = Router();

  const runOf = (request: Request) =>
    repositoryOf(host, request).runs.get(request.params.run);

  router.get(
    RUNS,
    handle((request, response) => {
      const branch = query(request, 'branch');
      const commit = query(request, 'commit');
      const runs = repositoryOf(host, request)
        .runs.list()
        .filter(run => !branch || run.branch === branch)
        .filter(run => !commit || run.commitId === commit);
      answer(
        response,
        pageOf(request, runs, ({ id }) => id, runShape),
      );
    }),
  );

  router.get(
    `${RUNS}/:run`,
    handle((request, response) => {
      const run = runOf(request);
      if (!run) throw new LakeFSRefusal(404, 'not found: not found');
      answer(response, runShape(run));
    }),
  );

  router.get(
    `${RUNS}/:run/hooks`,
    handle((request, response) => {
      const run = runOf(request);
      answer(
        response,
        pageOf(
          request,
          run?.hooks ?? [],
          ({ id }) => id,
          hook => hookShape(run!, hook),
        ),
      );
    }),
  );

  router.get(
    `${RUNS}/:run/hooks/:hook/output`,
    handle((request, response) => {
      const hook = runOf(request)?.hooks.find(
        ({ id }) => id === request.params.hook,
      );
      if (!hook) throw new LakeFSRefusal(404, 'not found');
      // Express would say which letters these are; lakeFS does not.
      response.setHeader('Content-Type', 'application/octet-stream');
      response.end(hook.output);
    }),
  );

  return router;
}
