import type { Request, RequestHandler, Response } from 'express';
import type { KubeUser } from '../../types';
import { KfpRefusal } from '../KfpRefusal';
import type { KubeflowHost } from '../host/KubeflowHost';

/** Passes what a handler throws on to the one that answers refusals. */
export function handle(
  work: (request: Request, response: Response) => unknown,
): RequestHandler {
  return (request, response, next) => {
    Promise.resolve()
      .then(() => work(request, response))
      .then(body => response.json(body ?? {}))
      .catch(next);
  };
}

/** Who asks. KFP looks when it has to decide, so that healthz needs nobody. */
export function userOf(host: KubeflowHost, request: Request): KubeUser {
  const header = request.headers.authorization ?? '';
  const user = host.access.userOf(/^Bearer (.+)$/i.exec(header)?.[1]);
  if (!user) {
    throw new KfpRefusal(
      'Unauthenticated',
      'Failed to check authorization. User identity is empty in the request header',
      `Failed to check authorization. User identity is empty in the request header: [Request header error: there is no user identity header., ${
        header
          ? 'Authentication failure: token was not authenticated'
          : 'Request header error: there is no Authorization header'
      }]`,
    );
  }
  return user;
}

/** RFC 3339 as protobuf writes it; a time that is not there is the first of all. */
export function time(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

export function timeOf(text: unknown): number {
  return Date.parse(String(text ?? '')) || 0;
}
