import express, {
  Router,
  type ErrorRequestHandler,
  type RequestHandler,
} from 'express';
import type { LakeHost } from '../host/LakeHost';
import { LakeFSRefusal } from '../LakeFSRefusal';
import { actionRoutes } from './actionRoutes';
import { answer } from './answers';
import { branchRoutes } from './branchRoutes';
import { configRoutes } from './configRoutes';
import { objectRoutes } from './objectRoutes';
import { refRoutes } from './refRoutes';
import { repositoryRoutes } from './repositoryRoutes';
import { settingRoutes } from './settingRoutes';
import { tagRoutes } from './tagRoutes';

// Express knows this for what it is by its four arguments.
const answerRefusal: ErrorRequestHandler = (error, _, response, _next) => {
  const status =
    error instanceof LakeFSRefusal ? error.status : error.status ?? 500;
  answer(response.status(status), { message: String(error.message) });
};

/** What is below `/api/v1`. */
export function apiRouter(host: LakeHost): Router {
  const router = Router();
  router.get('/healthcheck', (_, response) => {
    response.status(204).end();
  });
  router.get('/setup_lakefs', (_, response) => {
    answer(response, { state: 'initialized', comm_prefs_missing: true });
  });
  router.use(authenticate(host));
  router.use(express.json({ limit: '8mb', strict: false, type: isJson }));
  router.use(configRoutes(host));
  router.use(repositoryRoutes(host));
  router.use(settingRoutes(host));
  router.use(branchRoutes(host));
  router.use(tagRoutes(host));
  router.use(refRoutes(host));
  router.use(objectRoutes(host));
  router.use(actionRoutes(host));
  router.use((_, response) => {
    answer(response.status(404), { message: 'invalid API endpoint' });
  });
  router.use(answerRefusal);
  return router;
}

/** An object that is uploaded may call itself JSON: it is not to be read as that. */
function isJson(request: {
  url?: string;
  headers: { 'content-type'?: string };
}) {
  const isUpload = /\/branches\/[^/]+\/objects\?/.test(request.url ?? '');
  return (
    !isUpload &&
    (request.headers['content-type'] ?? '').startsWith('application/json')
  );
}

function authenticate(host: LakeHost): RequestHandler {
  return (request, response, next) => {
    const [scheme, value = ''] = (request.get('authorization') ?? '').split(
      ' ',
    );
    const [, key, secret] =
      /^([^:]*):(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ??
      [];
    const user =
      scheme.toLowerCase() === 'basic' && key !== undefined
        ? host.userOf(key, secret)
        : undefined;
    if (!user) {
      answer(response.status(401), { message: 'error authenticating request' });
      return;
    }
    response.locals.user = user;
    next();
  };
}
