import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  AuthorizeResult,
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  createScaffolderTaskConditionalDecision,
  scaffolderTaskConditions,
} from '@backstage/plugin-scaffolder-backend/alpha';
import {
  actionExecutePermission,
  taskCancelPermission,
  taskCreatePermission,
  taskReadPermission,
  templateDryRunPermission,
  templateParameterReadPermission,
  templateStepReadPermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import {
  lakehouseChangeCreatePermission,
  lakehouseDomainReadPermission,
  lakehouseLogReadPermission,
  lakehousePermissions,
  lakehouseSpecReadPermission,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  type LakehouseDomainResource,
  lakehousePermissionRules,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { LakehousePermissionPolicy } from './LakehousePermissionPolicy';
import { readPlatform } from './readPlatform';

const groups: Record<string, string[]> = {
  pat: ['group:default/platform-engineers'],
  mia: ['group:default/sales-data'],
  ben: ['group:default/sales-data'],
  noah: ['group:default/risk-data'],
  sam: [],
};

const userInfo = mockServices.userInfo.mock({
  getUserInfo: async credentials => {
    const { userEntityRef } = credentials.principal as {
      userEntityRef: string;
    };
    return {
      userEntityRef,
      ownershipEntityRefs: [
        userEntityRef,
        ...(groups[userEntityRef.split('/')[1]] ?? []),
      ],
    };
  },
});

const policy = new LakehousePermissionPolicy({
  userInfo,
  platform: ['group:default/Platform-Engineers'],
});

const sales: LakehouseDomainResource = {
  kubernetesCluster: 'west',
  domain: 'sales',
  owner: 'group:default/sales-leads',
  members: { 'user:default/mia': 'editor', 'user:default/ben': 'viewer' },
};
const salesOnEast = { ...sales, kubernetesCluster: 'east', members: {} };

const authorize = createConditionAuthorizer(
  Object.values(lakehousePermissionRules),
);

async function decide(permission: Permission, name: string) {
  const credentials = mockCredentials.user(`user:default/${name}`);
  return policy.handle(
    { permission },
    { credentials, info: await userInfo.getUserInfo(credentials) },
  );
}

async function isAllowed(
  permission: Permission,
  name: string,
  resource = sales,
) {
  return authorize(await decide(permission, name), resource);
}

describe('LakehousePermissionPolicy', () => {
  const reads = [
    lakehouseDomainReadPermission,
    lakehouseLogReadPermission,
    lakehouseSpecReadPermission,
  ];

  it.each([
    ['pat', true, true],
    ['mia', true, true],
    ['ben', true, false],
    ['noah', false, false],
    ['sam', false, false],
  ])('%s sees sales: %s, changes it: %s', async (name, sees, changes) => {
    for (const permission of reads) {
      expect(await isAllowed(permission, name)).toBe(sees);
    }
    expect(await isAllowed(lakehouseChangeCreatePermission, name)).toBe(
      changes,
    );
  });

  it('takes membership on one Kubernetes cluster for nothing on another', async () => {
    for (const permission of lakehousePermissions) {
      expect(await isAllowed(permission, 'mia', salesOnEast)).toBe(false);
      expect(await isAllowed(permission, 'pat', salesOnEast)).toBe(true);
    }
  });

  it.each([taskReadPermission, taskCancelPermission])(
    'leaves tasks to who made them: $name',
    async permission => {
      for (const name of ['pat', 'mia', 'sam']) {
        expect(await decide(permission, name)).toEqual(
          createScaffolderTaskConditionalDecision(
            permission,
            scaffolderTaskConditions.isTaskOwner({
              createdBy: [`user:default/${name}`],
            }),
          ),
        );
      }
    },
  );

  it.each([
    taskCreatePermission,
    templateParameterReadPermission,
    templateStepReadPermission,
    actionExecutePermission,
    createPermission({ name: 'catalog.entity.read', attributes: {} }),
    createPermission({ name: 'somebody.elses', attributes: {} }),
  ])('allows $name to everybody who is signed in', async permission => {
    for (const name of ['pat', 'mia', 'sam']) {
      expect(await decide(permission, name)).toEqual({
        result: AuthorizeResult.ALLOW,
      });
    }
  });

  it.each([
    templateDryRunPermission,
    ...[
      'catalog.location.create',
      'catalog.entity.delete',
      'kubernetes.resources.read',
      'kubernetes.clusters.read',
      'devtools.config.read',
      'lakehouse.of.a.later.version',
    ].map(name => createPermission({ name, attributes: {} })),
  ])('keeps $name for platform engineers', async permission => {
    expect((await decide(permission, 'pat')).result).toBe('ALLOW');
    for (const name of ['mia', 'noah', 'sam']) {
      expect((await decide(permission, name)).result).toBe('DENY');
    }
  });

  it('denies the proxy of the Kubernetes plugin to everybody', async () => {
    const proxy = createPermission({
      name: 'kubernetes.proxy',
      attributes: {},
    });
    for (const name of ['pat', 'mia', 'sam']) {
      expect((await decide(proxy, name)).result).toBe('DENY');
    }
  });

  it('denies everything to nobody', async () => {
    for (const permission of [...lakehousePermissions, taskCreatePermission]) {
      expect(await policy.handle({ permission })).toEqual({ result: 'DENY' });
    }
  });

  it('reads the names of the permissions as the plugins have them', () => {
    expect(templateDryRunPermission.name).toBe('scaffolder.template.dry-run');
  });
});

describe('readPlatform', () => {
  it('is nobody by default, and wants whole entity refs', () => {
    expect(readPlatform(new ConfigReader({}))).toEqual([]);
    const config = (platform: string[]) =>
      new ConfigReader({ lakehouse: { permissions: { platform } } });
    expect(readPlatform(config(['Group:default/Ops']))).toEqual([
      'group:default/ops',
    ]);
    expect(() => readPlatform(config(['ops']))).toThrow('whole entity ref');
  });
});
