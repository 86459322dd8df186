import {
  ApiBlueprint,
  type FrontendFeature,
} from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import type { RenderResult } from '@testing-library/react';
import axe from 'axe-core';
import type { LakehouseApi } from '../api';
import { lakehouseApiRef } from '../api';
import { lakehousePlugin } from '../plugin';
import { fakeLakehouseApi } from './FakeLakehouseApi';

export { refusal } from './refusal';

/** The whole plugin at an address, with a fake API, as mia. */
export function renderLakehouse(
  path: string,
  replaced: Partial<LakehouseApi> = {},
  features: FrontendFeature[] = [],
): RenderResult & { api: LakehouseApi } {
  const api = fakeLakehouseApi(replaced);
  const rendered = renderTestApp({
    features: [
      ...features,
      lakehousePlugin.withOverrides({
        extensions: [
          ApiBlueprint.make({
            params: defineParams =>
              defineParams({
                api: lakehouseApiRef,
                deps: {},
                factory: () => api,
              }),
          }),
        ],
      }),
    ],
    initialRouteEntries: [path],
  });
  return { ...rendered, api };
}

/** A promise that nobody keeps: the page goes on loading. */
export const never = <T,>() => new Promise<T>(() => {});

/**
 * What axe finds serious. Colours need a real browser; the landmarks around
 * the page belong to the app.
 */
export async function seriousFaults(container: Element): Promise<string[]> {
  const { violations } = await axe.run(container, {
    rules: {
      'color-contrast': { enabled: false },
      region: { enabled: false },
    },
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
    );
}
