import { IncomingMessage } from 'node:http';
import { KubeUser } from '../../types';
import { Authorizer } from '../Authorizer';
import { KubeStatusError, unauthorized } from '../KubeStatusError';
import { withImpliedGroups } from '../rbac';

/** Who asks: by bearer token, and acting as somebody else where that is allowed. */
export function authenticate(
  request: IncomingMessage,
  tokens: Record<string, KubeUser>,
  authorizer: Authorizer,
): KubeUser {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (!token || !Object.hasOwn(tokens, token)) {
    throw unauthorized();
  }
  const user = withImpliedGroups(tokens[token]);
  const name = request.headers['impersonate-user'];
  if (typeof name !== 'string') {
    return user;
  }
  const groups = request.headersDistinct['impersonate-group'] ?? [];
  mayImpersonate(authorizer, user, 'users', name);
  groups.forEach(group => mayImpersonate(authorizer, user, 'groups', group));
  return withImpliedGroups({ name, groups });
}

function mayImpersonate(
  authorizer: Authorizer,
  user: KubeUser,
  resource: 'users' | 'groups',
  name: string,
): void {
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name);
  const request = account
    ? { resource: 'serviceaccounts', namespace: account[1], name: account[2] }
    : { resource, name };
  if (
    !authorizer.allowed(user, { verb: 'impersonate', group: '', ...request })
  ) {
    throw new KubeStatusError(
      403,
      'Forbidden',
      `${request.resource} "${request.name}" is forbidden: User "${user.name}" cannot impersonate resource "${request.resource}" in API group "" at the cluster scope`,
    );
  }
}
