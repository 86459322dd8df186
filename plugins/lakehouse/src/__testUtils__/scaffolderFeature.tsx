import {
  createFrontendPlugin,
  createRouteRef,
  createSubRouteRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';

const root = createRouteRef();

/** What leads to the forms of templates, at the address that it has in a portal. */
export const scaffolderFeature = createFrontendPlugin({
  pluginId: 'scaffolder',
  routes: {
    root,
    selectedTemplate: createSubRouteRef({
      parent: root,
      path: '/templates/:namespace/:templateName',
    }),
  },
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/create',
        routeRef: root,
        loader: async () => <div />,
      },
    }),
  ],
});
