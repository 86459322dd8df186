import express, { Router } from 'express';
import { GitHost } from '../host/GitHost';
import { notFound } from '../host/GitHostError';
import { contentsRoutes } from './contentsRoutes';
import { apiErrorHandler, authenticate, handle } from './http';
import { pullRoutes } from './pullRoutes';
import { repositoryRoutes } from './repositoryRoutes';
import { reviewRoutes } from './reviewRoutes';
import { settingsRoutes } from './settingsRoutes';

/** The part of Gitea's API below `/api/v1` that a portal needs. */
export function apiRouter(host: GitHost): Router {
  const router = Router();
  router.use((request, response, next) => {
    response.locals.actor = authenticate(host, request.headers.authorization);
    next();
  });
  router.use(express.json({ limit: '20mb', type: () => true }));
  router.use(repositoryRoutes(host));
  router.use(contentsRoutes(host));
  // Before the pulls: `pulls/:base/*` would take `pulls/1/reviews`.
  router.use(reviewRoutes(host));
  router.use(pullRoutes(host));
  router.use(settingsRoutes(host));
  router.use(
    handle(() => {
      throw notFound('The target could not be found.');
    }),
  );
  router.use(apiErrorHandler(host));
  return router;
}
