import {
  type BackstageCredentials,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  type PermissionPolicy,
  type PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { lakehousePermissionRules } from '@lakefront/backstage-plugin-lakehouse-node';

/** The sample people and the refs that they own through. */
export const PEOPLE: Record<string, string[]> = {
  'user:development/guest': ['group:default/platform-engineers'],
  'user:default/pat': ['group:default/platform-engineers'],
  'user:default/mia': ['group:default/sales-data'],
  'user:default/ben': ['group:default/sales-readers'],
  'user:default/noah': ['group:default/risk-data'],
  'user:default/sam': [],
};

const PLATFORM = ['group:default/platform-engineers', 'user:development/guest'];

/** Config of who answers for every domain. */
export const platformConfig = { platform: PLATFORM };

function refOf(credentials: BackstageCredentials): string {
  const { userEntityRef } = credentials.principal as { userEntityRef?: string };
  if (!userEntityRef) {
    throw new NotAllowedError('Not a user');
  }
  return userEntityRef;
}

const userInfo = {
  async getUserInfo(credentials: BackstageCredentials) {
    const userEntityRef = refOf(credentials);
    return {
      userEntityRef,
      ownershipEntityRefs: [userEntityRef, ...(PEOPLE[userEntityRef] ?? [])],
    };
  },
};

export const sampleUserInfo = createServiceFactory({
  service: coreServices.userInfo,
  deps: {},
  factory: () => userInfo,
});

/** The permission framework, driven by a real policy and the real rules. */
export function permissionsByPolicy(policy: PermissionPolicy) {
  const isAllowed = createConditionAuthorizer(
    Object.values(lakehousePermissionRules),
  );
  const decide = async (
    permission: Permission,
    credentials: BackstageCredentials,
  ): Promise<PolicyDecision> => {
    const info = await userInfo.getUserInfo(credentials);
    const user: PolicyQueryUser = { info, credentials };
    return policy.handle({ permission }, user);
  };
  return mockServices.permissions.mock({
    authorizeConditional: async (requests, options) =>
      Promise.all(
        requests.map(({ permission }) =>
          decide(permission, options!.credentials),
        ),
      ),
    authorize: async (requests, options) =>
      Promise.all(
        requests.map(async ({ permission }) => {
          const decision = await decide(permission, options!.credentials);
          return {
            result: isAllowed(decision, undefined as never)
              ? AuthorizeResult.ALLOW
              : AuthorizeResult.DENY,
          };
        }),
      ),
  }).factory;
}

export { userInfo as sampleUserInfoService };
