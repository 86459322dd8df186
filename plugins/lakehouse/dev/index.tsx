import { ApiBlueprint } from '@backstage/frontend-plugin-api';
import { createDevApp } from '@backstage/frontend-dev-utils';
import { lakehousePlugin } from '../src';
import { lakehouseApiRef } from '../src/api';
import { fakeLakehouseApi } from '../src/__testUtils__/FakeLakehouseApi';

// The pages without any backend: open /lakehouse.
createDevApp({
  features: [
    lakehousePlugin.withOverrides({
      extensions: [
        ApiBlueprint.make({
          params: defineParams =>
            defineParams({
              api: lakehouseApiRef,
              deps: {},
              factory: () => fakeLakehouseApi(),
            }),
        }),
      ],
    }),
  ],
});
