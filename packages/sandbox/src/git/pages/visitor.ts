import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Request, Response } from 'express';
import { GitHost } from '../host/GitHost';
import { forbidden } from '../host/GitHostError';
import { HostUser } from '../host/model';

const USER_COOKIE = 'sandbox_git_user';
const CSRF_COOKIE = 'sandbox_git_form';
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Lax';

/** Who looks at a page: the sample user they chose, and the token that their forms carry. */
export interface Visitor {
  user?: HostUser;
  formToken: string;
}

function cookies(request: Request): Map<string, string> {
  return new Map(
    (request.headers.cookie ?? '').split(';').map(pair => {
      const [name, ...value] = pair.trim().split('=');
      return [name, value.join('=')];
    }),
  );
}

export interface Visitors {
  /** The same for one answer, however often it is asked. */
  of(request: Request, response: Response): Visitor;
  /** Refuses a form that was not made for this browser. */
  checkForm(request: Request): void;
  choose(response: Response, login: string): void;
}

export function createVisitors(host: GitHost): Visitors {
  const secret = randomBytes(32);
  const tokenOf = (id: string) =>
    createHmac('sha256', secret).update(id).digest('hex');

  return {
    of(request, response) {
      const known = response.locals.visitor as Visitor | undefined;
      if (known) {
        return known;
      }
      const sent = cookies(request);
      let id = sent.get(CSRF_COOKIE);
      if (!id || !/^[0-9a-f]{32}$/.test(id)) {
        id = randomBytes(16).toString('hex');
        response.append('set-cookie', `${CSRF_COOKIE}=${id}; ${ATTRIBUTES}`);
      }
      const user = host.users.get(sent.get(USER_COOKIE) ?? '');
      const visitor: Visitor = {
        user: user?.person ? user : undefined,
        formToken: tokenOf(id),
      };
      response.locals.visitor = visitor;
      return visitor;
    },
    checkForm(request) {
      const id = cookies(request).get(CSRF_COOKIE) ?? '';
      const given: unknown = request.body?.form;
      const expected = Buffer.from(tokenOf(id));
      const actual = Buffer.from(typeof given === 'string' ? given : '');
      if (
        !id ||
        actual.length !== expected.length ||
        !timingSafeEqual(actual, expected)
      ) {
        throw forbidden('This form is out of date. Load the page again.');
      }
    },
    choose(response, login) {
      const user = host.users.get(login);
      response.append(
        'set-cookie',
        user?.person
          ? `${USER_COOKIE}=${encodeURIComponent(login)}; ${ATTRIBUTES}`
          : `${USER_COOKIE}=; Max-Age=0; ${ATTRIBUTES}`,
      );
    },
  };
}
