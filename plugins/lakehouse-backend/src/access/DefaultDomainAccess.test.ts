import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  lakehouseChangeCreatePermission,
  lakehouseDomainReadPermission,
  lakehouseLogReadPermission,
  lakehouseSpecReadPermission,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  createLakehouseConditionalDecision,
  lakehouseConditions,
  lakehousePermissionRules,
} from '@lakefront/backstage-plugin-lakehouse-node';
import type { DomainPlace } from '../types';
import { DefaultDomainAccess } from './DefaultDomainAccess';

const place = (
  key: 'west/sales' | 'west/risk' | 'east/sales',
  rest: Partial<DomainPlace> = {},
): DomainPlace => {
  const [kubernetesCluster, domain] = key.split('/');
  return {
    key,
    kubernetesCluster,
    domain,
    namespace: `dom-${domain}`,
    members: [],
    ...rest,
  };
};

const PLACES = [
  place('west/sales', {
    owner: 'group:default/sales-data',
    members: [{ entityRef: 'user:default/ben', role: 'viewer' }],
  }),
  // A label on one cluster grants nothing on another.
  place('east/sales', { members: [] }),
  place('west/risk', { owner: 'group:default/risk-data' }),
];

const CLAIMS: Record<string, string[]> = {
  'user:default/mia': ['group:default/Sales-Data'],
  'user:default/ben': [],
  'user:default/pat': ['group:default/platform-engineers'],
  'user:default/sam': [],
};

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

function accessWith(
  decision: PolicyDecision,
  options: { dangerouslyOpen?: boolean; places?: () => DomainPlace[] } = {},
) {
  let asked = 0;
  const authorizeConditional = jest.fn(async (): Promise<PolicyDecision[]> => {
    asked += 1;
    // As the framework does: each answer has the id of its question.
    return [{ ...decision, ...{ id: `question-${asked}` } }];
  });
  const access = new DefaultDomainAccess({
    permissions: { authorizeConditional, authorize: jest.fn() },
    userInfo: {
      async getUserInfo(credentials) {
        const { userEntityRef } = credentials.principal as {
          userEntityRef: string;
        };
        return {
          userEntityRef,
          ownershipEntityRefs: CLAIMS[userEntityRef],
        };
      },
    },
    places: () => PLACES,
    isAllowed: createConditionAuthorizer(
      Object.values(lakehousePermissionRules),
    ),
    platform: ['group:default/platform-engineers'],
    dangerouslyOpen: false,
    ...options,
  });
  return { access, authorizeConditional };
}

const as = (name: string) => mockCredentials.user(`user:default/${name}`);

describe('DefaultDomainAccess', () => {
  it('turns conditions into keys', async () => {
    const { access } = accessWith(
      createLakehouseConditionalDecision(
        lakehouseDomainReadPermission,
        lakehouseConditions.isMember({ claims: ['group:default/sales-data'] }),
      ),
    );
    expect([
      ...(await access.scope(as('mia'), lakehouseDomainReadPermission)),
    ]).toEqual(['west/sales']);
  });

  it('asks for each request, and works out the same answer over the same domains once', async () => {
    const decision = (claim: string) =>
      createLakehouseConditionalDecision(
        lakehouseDomainReadPermission,
        lakehouseConditions.isMember({ claims: [claim] }),
      );
    let places = PLACES;
    const { access, authorizeConditional } = accessWith(
      decision('group:default/sales-data'),
      { places: () => places },
    );
    const scopeOf = (name: string) =>
      access.scope(as(name), lakehouseDomainReadPermission);
    const first = await scopeOf('mia');
    expect(await scopeOf('mia')).toBe(first);
    expect(authorizeConditional).toHaveBeenCalledTimes(2);

    // Another answer leads elsewhere, whoever is given it.
    authorizeConditional.mockResolvedValueOnce([
      decision('group:default/risk-data'),
    ]);
    expect([...(await scopeOf('noah'))]).toEqual(['west/risk']);
    authorizeConditional.mockResolvedValueOnce([DENY]);
    expect([...(await scopeOf('mia'))]).toEqual([]);
    expect([...(await scopeOf('mia'))]).toEqual(['west/sales']);

    // And so does another owner.
    places = PLACES.map(one => ({ ...one, owner: 'group:default/risk-data' }));
    expect([...(await scopeOf('mia'))]).toEqual([]);
    expect([...first]).toEqual(['west/sales']);
  });

  it('gives nothing on DENY', async () => {
    const { access } = accessWith(DENY);
    const scope = await access.scope(as('pat'), lakehouseDomainReadPermission);
    expect(scope.size).toBe(0);
  });

  it.each([
    ['mia', lakehouseLogReadPermission, ['west/sales']],
    ['mia', lakehouseChangeCreatePermission, ['west/sales']],
    ['ben', lakehouseSpecReadPermission, ['west/sales']],
    ['ben', lakehouseChangeCreatePermission, []],
    ['sam', lakehouseLogReadPermission, []],
    ['sam', lakehouseDomainReadPermission, PLACES.map(({ key }) => key)],
    ['pat', lakehouseChangeCreatePermission, PLACES.map(({ key }) => key)],
  ] as const)(
    'believes an ALLOW to everybody only of members: %s, %o',
    async (name, permission, keys) => {
      const { access } = accessWith(ALLOW);
      expect([...(await access.scope(as(name), permission))]).toEqual(keys);
    },
  );

  it('believes it of all where an operator opened it', async () => {
    const { access } = accessWith(ALLOW, { dangerouslyOpen: true });
    const scope = await access.scope(as('sam'), lakehouseLogReadPermission);
    expect(scope.size).toBe(3);
  });

  it('asks once for one request', async () => {
    const { access, authorizeConditional } = accessWith(ALLOW);
    const mia = as('mia');
    await access.scope(mia, lakehouseDomainReadPermission);
    await access.scope(mia, lakehouseDomainReadPermission);
    expect(authorizeConditional).toHaveBeenCalledTimes(1);
    await access.scope(as('mia'), lakehouseDomainReadPermission);
    expect(authorizeConditional).toHaveBeenCalledTimes(2);
  });

  it('cannot be asked apart what is not there and what is not yours', async () => {
    const { access } = accessWith(
      createLakehouseConditionalDecision(
        lakehouseDomainReadPermission,
        lakehouseConditions.isMember({ claims: ['group:default/sales-data'] }),
      ),
    );
    const ask = (domain: string) =>
      access
        .require(as('mia'), lakehouseSpecReadPermission, {
          kubernetesCluster: 'west',
          domain,
        })
        .catch(error => `${error.name}: ${error.message}`);
    expect(await ask('risk')).toEqual(await ask('absent'));
    expect(await ask('sales')).toMatchObject({ key: 'west/sales' });
  });

  it('says that somebody may see, but not do', async () => {
    const { access } = accessWith(ALLOW);
    await expect(
      access.require(as('sam'), lakehouseChangeCreatePermission, {
        kubernetesCluster: 'west',
        domain: 'sales',
      }),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
  });
});
