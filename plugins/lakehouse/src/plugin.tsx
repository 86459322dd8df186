import {
  ApiBlueprint,
  createFrontendPlugin,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiShipLine } from '@remixicon/react';
import { createLakehouseClient, lakehouseApiRef } from './api';
import {
  domainCard,
  kubeflowPipelineCard,
  lakefsCard,
} from './entity/entityCards';
import { kubeflowPipelineContent } from './entity/entityContents';
import {
  domainPickerField,
  expiryPickerField,
  lakeFSRefPickerField,
  lakeFSRepositoryPickerField,
  namePickerField,
  pipelineNameField,
  pipelineParametersField,
  pipelinePickerField,
  pipelineScheduleField,
  pipelineSourceField,
  pipelineVersionField,
  secretEnvField,
  settingPickerField,
  sparkSizeField,
} from './fields';
import { rootRouteRef, templateRouteRef } from './routes';

const lakehouseApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: lakehouseApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => createLakehouseClient({ fetchApi }),
    }),
});

const lakehousePage = PageBlueprint.make({
  params: {
    path: '/lakehouse',
    title: 'Lakehouse',
    icon: <RiShipLine />,
    routeRef: rootRouteRef,
    // The pages bring their own header, whose tabs know "Home" by its exact address.
    noHeader: true,
    loader: () =>
      import('./pages/LakehousePages').then(m => <m.LakehousePages />),
  },
});

/** Pages, cards and form fields of Lakefront. @public */
export const lakehousePlugin = createFrontendPlugin({
  pluginId: 'lakehouse',
  title: 'Lakehouse',
  icon: <RiShipLine />,
  routes: { root: rootRouteRef },
  externalRoutes: { template: templateRouteRef },
  extensions: [
    lakehouseApi,
    lakehousePage,
    domainCard,
    lakefsCard,
    kubeflowPipelineCard,
    kubeflowPipelineContent,
    domainPickerField,
    expiryPickerField,
    lakeFSRefPickerField,
    lakeFSRepositoryPickerField,
    namePickerField,
    pipelineNameField,
    pipelineParametersField,
    pipelinePickerField,
    pipelineScheduleField,
    pipelineSourceField,
    pipelineVersionField,
    secretEnvField,
    settingPickerField,
    sparkSizeField,
  ],
});
