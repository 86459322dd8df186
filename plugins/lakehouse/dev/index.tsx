import { ApiBlueprint } from '@backstage/frontend-plugin-api';
import { createDevApp } from '@backstage/frontend-dev-utils';
import { lakehousePlugin } from '../src';
import { lakehouseApiRef } from '../src/api';
import { awayFreshness } from '../src/__testUtils__/domains';
import { fakeLakehouseApi } from '../src/__testUtils__/FakeLakehouseApi';
import { awayHealth } from '../src/__testUtils__/health';

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
              // Seen as an operator, so that every page is there.
              factory: () =>
                fakeLakehouseApi({
                  getFreshness: async () => awayFreshness,
                  getHealth: async () => awayHealth,
                }),
            }),
        }),
      ],
    }),
  ],
});
