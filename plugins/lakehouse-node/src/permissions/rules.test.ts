import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import { lakehouseChangeCreatePermission } from '@lakefront/backstage-plugin-lakehouse-common';
import {
  createLakehouseConditionalDecision,
  lakehouseConditions,
  lakehousePermissionRules,
} from './rules';

const authorize = createConditionAuthorizer(
  Object.values(lakehousePermissionRules),
);
const sales = {
  kubernetesCluster: 'west',
  domain: 'sales',
  owner: 'group:default/sales-data',
  members: { 'user:default/mia': 'editor', 'user:default/ben': 'viewer' },
};

function isAllowed(claims: string[], roles?: string[]) {
  return authorize(
    createLakehouseConditionalDecision(
      lakehouseChangeCreatePermission,
      lakehouseConditions.isMember({ claims, roles }),
    ),
    sales,
  );
}

describe('isMember', () => {
  it.each([
    ['a member', ['user:default/mia'], undefined, true],
    ['a member in a role that counts', ['user:default/mia'], ['editor'], true],
    [
      'a member in another role',
      ['user:default/ben'],
      ['owner', 'editor'],
      false,
    ],
    [
      'somebody of the owning group',
      ['group:default/sales-data'],
      ['owner'],
      true,
    ],
    [
      'a stranger',
      ['user:default/noah', 'group:default/risk-data'],
      undefined,
      false,
    ],
    ['nobody', [], undefined, false],
    [
      'a name that every object has',
      ['constructor', '__proto__'],
      undefined,
      false,
    ],
  ])('%s', (_who, claims, roles, expected) => {
    expect(isAllowed(claims, roles)).toBe(expected);
  });

  it('grants nothing on a resource that is not there', () => {
    const decision = createLakehouseConditionalDecision(
      lakehouseChangeCreatePermission,
      lakehouseConditions.isMember({ claims: ['user:default/mia'] }),
    );
    expect(authorize(decision, undefined as never)).toBe(false);
  });
});
