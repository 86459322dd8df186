import type {
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';

const known = new WeakMap<BackstageCredentials, Promise<string[]>>();

/**
 * The entity refs that a user may speak for: their own and those of their
 * groups, in lower case. One request asks about several permissions with one
 * credentials object; the answer is fetched once for it.
 */
export function claimsOf(
  credentials: BackstageCredentials,
  userInfo: UserInfoService,
): Promise<string[]> {
  const before = known.get(credentials);
  if (before) {
    return before;
  }
  const claims = userInfo
    .getUserInfo(credentials)
    .then(({ userEntityRef, ownershipEntityRefs }) => [
      ...new Set([userEntityRef, ...ownershipEntityRefs].map(toLower)),
    ]);
  known.set(credentials, claims);
  claims.catch(() => known.delete(credentials));
  return claims;
}

/** Entity refs are compared in lower case, as the catalog does. */
export function toLower(entityRef: string): string {
  return entityRef.toLocaleLowerCase('en-US');
}
