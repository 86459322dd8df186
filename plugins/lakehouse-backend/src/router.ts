import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import express, { type Router } from 'express';
import { spec } from './openapi';
import { addChangeRoutes } from './routes/addChangeRoutes';
import { addDomainRoutes } from './routes/addDomainRoutes';
import { addHealthRoute } from './routes/addHealthRoute';
import { addLakeFSRoutes } from './routes/addLakeFSRoutes';
import { addManifestRoute } from './routes/addManifestRoute';
import { addPipelineRoutes } from './routes/addPipelineRoutes';
import { addPodRoutes } from './routes/addPodRoutes';
import { addRunRoutes } from './routes/addRunRoutes';
import { addSystemRoutes } from './routes/addSystemRoutes';
import { addWorkloadRoutes } from './routes/addWorkloadRoutes';
import { limitDepth } from './routes/limitDepth';
import type { RouteServices } from './routes/RouteContext';

/** A compiled pipeline may have a megabyte, and is longer as JSON. */
const LARGEST_BODY = '2mb';

/** The HTTP API. Each route asks who it is first, and answers only what they may see. */
export function createRouter(services: RouteServices): Router {
  const router = createValidatedOpenApiRouter(spec, {
    middleware: [express.json({ limit: LARGEST_BODY }), limitDepth],
  }) as unknown as Router;
  addSystemRoutes(router, services);
  addHealthRoute(router, services);
  addDomainRoutes(router, services);
  addWorkloadRoutes(router, services);
  addPodRoutes(router, services);
  addManifestRoute(router, services);
  addRunRoutes(router, services);
  addChangeRoutes(router, services);
  addLakeFSRoutes(router, services);
  addPipelineRoutes(router, services);
  return router;
}
