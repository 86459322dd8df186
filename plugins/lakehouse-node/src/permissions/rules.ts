import {
  createConditionExports,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod';
import {
  type LakehouseDomainFilter,
  type LakehouseDomainResource,
  lakehouseDomainResourceRef,
} from './domainResource';

/** Whether a domain on its Kubernetes cluster names one of the claims as a member. */
function hasMember(
  { owner, members }: LakehouseDomainResource,
  { claims, roles }: LakehouseDomainFilter,
): boolean {
  return claims.some(claim => {
    const role = claim === owner ? 'owner' : ownValue(members, claim);
    return role !== undefined && (!roles || roles.includes(role));
  });
}

function ownValue(
  record: Record<string, string>,
  key: string,
): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

const isMember = createPermissionRule({
  name: 'IS_MEMBER',
  description:
    'Allow for domains that name one of the claims as owner or member',
  resourceRef: lakehouseDomainResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe('Entity refs of the user and of the groups they own through'),
    roles: z
      .array(z.string())
      .optional()
      .describe('Roles that count (owner, editor, viewer); all where left out'),
  }),
  apply: hasMember,
  toQuery: params => params,
});

/** The rules that conditions on domains are made of. @public */
export const lakehousePermissionRules = { isMember };

const exported = createConditionExports({
  resourceRef: lakehouseDomainResourceRef,
  rules: lakehousePermissionRules,
});

/** Conditions for one's own policy: `lakehouseConditions.isMember({ claims })`. @public */
export const lakehouseConditions = exported.conditions;

/** Makes a policy's answer of conditions on domains. @public */
export const createLakehouseConditionalDecision =
  exported.createConditionalDecision;
