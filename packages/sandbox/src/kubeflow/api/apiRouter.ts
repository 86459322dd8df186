import express, { Router, type ErrorRequestHandler } from 'express';
import type { KubeflowHost } from '../host/KubeflowHost';
import { KfpRefusal } from '../KfpRefusal';
import { handle } from './answers';
import { experimentRoutes } from './experimentRoutes';
import { pipelineRoutes } from './pipelineRoutes';
import { recurringRunRoutes } from './recurringRunRoutes';
import { runRoutes } from './runRoutes';

const refuse: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) next(error);
  else if (error instanceof KfpRefusal) {
    response.status(error.httpStatus).json(error.toJson());
  } else if (error?.type === 'entity.parse.failed') {
    const message = 'invalid character in the body';
    response.status(400).json({ code: 3, message, details: [] });
  } else {
    const message = `Internal error: ${error}`;
    response.status(500).json({ code: 13, message, details: [] });
  }
};

/** The part of `/apis/v2beta1` that is there. */
export function apiRouter(host: KubeflowHost): Router {
  const router = Router();
  router.use(express.json({ limit: '5mb', type: () => true }));
  router.get(
    '/healthz',
    handle(() => ({ multi_user: true, pipeline_store: 'kubernetes' })),
  );
  router.use(runRoutes(host));
  router.use(pipelineRoutes(host));
  router.use(experimentRoutes(host));
  router.use(recurringRunRoutes(host));
  router.use((_, response) => {
    response.status(404).json({ code: 5, message: 'Not Found', details: [] });
  });
  router.use(refuse);
  return router;
}
