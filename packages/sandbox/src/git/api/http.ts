import { createHash } from 'node:crypto';
import { NextFunction, Request, RequestHandler, Response } from 'express';
import { GitHost } from '../host/GitHost';
import { GitHostError, notFound } from '../host/GitHostError';
import { HostedRepository, HostUser } from '../host/model';

/** Passes what an async handler throws to the error handler. */
export function handle(
  work: (request: Request, response: Response) => Promise<void> | void,
): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    Promise.resolve()
      .then(() => work(request, response))
      .catch(next);
  };
}

function credentials(header: string | undefined): string | undefined {
  const [scheme, value = ''] = (header ?? '').trim().split(/\s+/, 2);
  switch (scheme.toLowerCase()) {
    case 'token':
    case 'bearer':
      return value;
    case 'basic': {
      const decoded = Buffer.from(value, 'base64').toString('utf8');
      const colon = decoded.indexOf(':');
      const password = decoded.slice(colon + 1);
      // git and curl may give the token as the name, with no password.
      return password && password !== 'x-oauth-basic'
        ? password
        : decoded.slice(0, Math.max(colon, 0));
    }
    default:
      return undefined;
  }
}

/** Who asks: undefined without credentials; wrong ones are refused. */
export function authenticate(
  host: GitHost,
  header: string | undefined,
): HostUser | undefined {
  if (!header) {
    return undefined;
  }
  const user = host.userOfToken(credentials(header) ?? '');
  if (!user) {
    throw new GitHostError(401, 'invalid username, password or token');
  }
  return user;
}

export function actorOf(response: Response): HostUser | undefined {
  return response.locals.actor as HostUser | undefined;
}

export function requireActor(response: Response): HostUser {
  const actor = actorOf(response);
  if (!actor) {
    throw new GitHostError(401, 'token is required');
  }
  return actor;
}

/** A repository of the path; a private one is not there for strangers. */
export function repositoryOf(
  host: GitHost,
  request: Request,
  response: Response,
): HostedRepository {
  const { owner, repo } = request.params;
  const repository = host.repository(`${owner}/${repo}`);
  if (repository.private && !actorOf(response)) {
    throw notFound('The target could not be found.');
  }
  return repository;
}

export function query(request: Request, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export type Body = Record<string, unknown>;

export function bodyOf(request: Request): Body {
  return typeof request.body === 'object' &&
    request.body !== null &&
    !Array.isArray(request.body)
    ? (request.body as Body)
    : {};
}

/** Text of a field; undefined where it is absent, refused where it is something else. */
export function text(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value !== 'string') {
    throw new GitHostError(422, `[${name}]: must be a string`);
  }
  return value;
}

export function strings(body: Body, name: string): string[] {
  const value = body[name];
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}

/** Answers JSON with an ETag, or 304 to a client that has it already. */
export function sendJson(
  request: Request,
  response: Response,
  value: unknown,
): void {
  const json = JSON.stringify(value);
  const tag = `"${createHash('sha1').update(json).digest('hex')}"`;
  response.setHeader('etag', tag);
  const known = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map(item => item.trim().replace(/^W\//, ''));
  if (known.includes(tag)) {
    response.status(304).end();
    return;
  }
  response.type('application/json').send(json);
}

export function paging(request: Request): { skip: number; limit: number } {
  const page = Math.max(1, Number(query(request, 'page')) || 1);
  const limit = Math.min(
    50,
    Math.max(1, Number(query(request, 'limit')) || 30),
  );
  return { skip: (page - 1) * limit, limit };
}

/** One page of a list, with the headers that say how much there is. */
export function sendPage(
  request: Request,
  response: Response,
  options: { total: number; items: unknown[] },
): void {
  const { skip, limit } = paging(request);
  response.setHeader('x-total-count', String(options.total));
  response.setHeader('x-hasmore', String(skip + limit < options.total));
  sendJson(request, response, options.items);
}

export function pageOf<T>(request: Request, items: T[]): T[] {
  const { skip, limit } = paging(request);
  return items.slice(skip, skip + limit);
}

/** `{ message, url }`, as Gitea answers every error. */
export function apiErrorHandler(host: GitHost) {
  // Express knows an error handler by its four parameters.
  return (
    error: unknown,
    request: Request,
    response: Response,
    next: NextFunction,
  ): void => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = statusOf(error);
    const message =
      status === 500 ? 'internal error' : String((error as Error).message);
    if (status === 500) {
      host.options.logger?.warn(
        `${request.method} ${request.path} failed: ${error}`,
      );
    }
    response
      .status(status)
      .json({ message, url: `${host.baseUrl}/api/swagger` });
  };
}

/** Status of a refusal of ours or of Express' parsers; 500 for what nobody meant. */
export function statusOf(error: unknown): number {
  if (error instanceof URIError) {
    return 400;
  }
  const status = (error as { status?: unknown } | undefined)?.status;
  return typeof status === 'number' && status >= 400 && status < 500
    ? status
    : 500;
}
