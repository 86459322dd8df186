import { createBackendModule } from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { lakehouseServiceRef } from '@lakefront/backstage-plugin-lakehouse-node';
import { createBuildKubeflowPipelineAction } from './actions/buildKubeflowPipeline';
import { createBuildKubeflowRunAction } from './actions/buildKubeflowRun';
import { createBuildLakeFSBranchAction } from './actions/buildLakeFSBranch';
import { createBuildSparkApplicationAction } from './actions/buildSparkApplication';
import { createBuildSparkConnectAction } from './actions/buildSparkConnect';
import { createCheckChangeAction } from './actions/checkChange';
import { createProposeChangeAction } from './actions/proposeChange';
import { createRemoveChangeAction } from './actions/removeChange';

/** @public */
export const scaffolderModuleLakehouse = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'lakehouse',
  register(reg) {
    reg.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        lakehouse: lakehouseServiceRef,
      },
      async init({ actions, lakehouse }) {
        actions.addActions(
          createBuildSparkApplicationAction({ lakehouse }),
          createBuildSparkConnectAction({ lakehouse }),
          createBuildLakeFSBranchAction(),
          createBuildKubeflowPipelineAction({ lakehouse }),
          createBuildKubeflowRunAction({ lakehouse }),
          createCheckChangeAction({ lakehouse }),
          createProposeChangeAction({ lakehouse }),
          createRemoveChangeAction({ lakehouse }),
        );
      },
    });
  },
});
