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

/** Who is a platform engineer of no group, as one's own machine has it. */
export const GUEST = 'user:development/guest';
/** A platform engineer. */
export const PAT = 'user:default/pat';
/** Owns sales. */
export const MIA = 'user:default/mia';
/** Reads sales. */
export const BEN = 'user:default/ben';
/** Owns risk. */
export const NOAH = 'user:default/noah';
/** Has no domain. */
export const SAM = 'user:default/sam';

/** The sample people and the refs that they own through. */
export const PEOPLE: Record<string, string[]> = {
  [GUEST]: ['group:default/platform-engineers'],
  [PAT]: ['group:default/platform-engineers'],
  [MIA]: ['group:default/sales-data'],
  [BEN]: ['group:default/sales-readers'],
  [NOAH]: ['group:default/risk-data'],
  [SAM]: [],
};

const PLATFORM = ['group:default/platform-engineers', GUEST];

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
