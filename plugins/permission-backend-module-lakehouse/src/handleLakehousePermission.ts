import type { UserInfoService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type Permission,
  type PolicyDecision,
  isResourcePermission,
} from '@backstage/plugin-permission-common';
import type {
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_SCAFFOLDER_TASK } from '@backstage/plugin-scaffolder-common/alpha';
import { RESOURCE_TYPE_LAKEHOUSE_DOMAIN } from '@lakefront/backstage-plugin-lakehouse-common';
import {
  createLakehouseConditionalDecision,
  lakehouseConditions,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { claimsOf, toLower } from './claimsOf';

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/** Roles of a domain that may change it; a viewer only looks. */
const CHANGING_ROLES = ['owner', 'editor'];

/** Acts with the portal's own account on the Kubernetes cluster, whoever asks. */
const NOBODY = new Set(['kubernetes.proxy']);

/**
 * What acts with the portal's own rights, or shows what they reach. A template
 * of one's own could fetch any repository that the portal can read, so neither
 * trying one nor registering one is for everybody.
 */
const PLATFORM_ONLY = new Set([
  'scaffolder.template.dry-run',
  'scaffolder.template.management',
  'catalog.location.create',
  'catalog.location.delete',
  'catalog.location.analyze',
  'catalog.entity.create',
  'catalog.entity.delete',
]);
const PLATFORM_ONLY_PREFIXES = ['kubernetes.', 'devtools.', 'lakehouse.'];

/**
 * What the lakehouse has to say about a permission, to be asked from one's own
 * policy; undefined where it has nothing to say.
 * @public
 */
export async function handleLakehousePermission(
  { permission }: PolicyQuery,
  user: PolicyQueryUser | undefined,
  options: { userInfo: UserInfoService; platform: string[] },
): Promise<PolicyDecision | undefined> {
  if (!isOurs(permission)) {
    return undefined;
  }
  if (!user || NOBODY.has(permission.name)) {
    return DENY;
  }
  const { credentials } = user;
  if (isResourcePermission(permission, RESOURCE_TYPE_SCAFFOLDER_TASK)) {
    // The scaffolder compares with what it wrote down: the ref as it was given.
    const { userEntityRef } = await options.userInfo.getUserInfo(credentials);
    return ownTasks(userEntityRef);
  }
  const claims = await claimsOf(credentials, options.userInfo);
  const platform = new Set(options.platform.map(toLower));
  if (claims.some(claim => platform.has(claim))) {
    return ALLOW;
  }
  if (!isResourcePermission(permission, RESOURCE_TYPE_LAKEHOUSE_DOMAIN)) {
    return DENY;
  }
  const changes = permission.attributes.action !== 'read';
  return createLakehouseConditionalDecision(
    permission,
    lakehouseConditions.isMember({
      claims,
      ...(changes && { roles: CHANGING_ROLES }),
    }),
  );
}

function isOurs(permission: Permission): boolean {
  const { name } = permission;
  return (
    isResourcePermission(permission, RESOURCE_TYPE_LAKEHOUSE_DOMAIN) ||
    isResourcePermission(permission, RESOURCE_TYPE_SCAFFOLDER_TASK) ||
    NOBODY.has(name) ||
    PLATFORM_ONLY.has(name) ||
    PLATFORM_ONLY_PREFIXES.some(prefix => name.startsWith(prefix))
  );
}

/**
 * The scaffolder backend exports this condition, but loading the backend for
 * one line would make it a dependency of every policy; a test holds the two
 * together.
 */
function ownTasks(userEntityRef: string): PolicyDecision {
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'scaffolder',
    resourceType: RESOURCE_TYPE_SCAFFOLDER_TASK,
    conditions: {
      rule: 'IS_TASK_OWNER',
      resourceType: RESOURCE_TYPE_SCAFFOLDER_TASK,
      params: { createdBy: [userEntityRef] },
    },
  };
}
