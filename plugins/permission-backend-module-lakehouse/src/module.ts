import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { LakehousePermissionPolicy } from './LakehousePermissionPolicy';
import { readPlatform } from './readPlatform';

/** Installs the ready policy; a portal has one policy, so it takes the place of another. @public */
export const permissionModuleLakehouse = createBackendModule({
  pluginId: 'permission',
  moduleId: 'lakehouse-policy',
  register(reg) {
    reg.registerInit({
      deps: {
        policy: policyExtensionPoint,
        config: coreServices.rootConfig,
        userInfo: coreServices.userInfo,
      },
      async init({ policy, config, userInfo }) {
        policy.setPolicy(
          new LakehousePermissionPolicy({
            userInfo,
            platform: readPlatform(config),
          }),
        );
      },
    });
  },
});
