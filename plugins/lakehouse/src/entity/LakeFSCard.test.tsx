import { screen, within } from '@testing-library/react';
import type { Entity } from '@backstage/catalog-model';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { createExtensionTester } from '@backstage/frontend-test-utils';
import {
  awayLake,
  branchesFixture,
  branchFixture,
} from '../__testUtils__/lakefs';
import {
  never,
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../__testUtils__/renderLakehouse';
import type { LakehouseApi } from '../api';
import { lakefsCard } from './entityCards';
import { readLakeFSAnnotation } from './readLakeFSAnnotation';

const entityNaming = (repository?: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'sales-lake',
    annotations:
      repository === undefined ? {} : { 'lakefront.dev/lakefs': repository },
  },
  spec: { owner: 'group:default/sales-data', type: 'lakefs-repository' },
});

/** The entity's page with the plugin's cards, as mia. */
const renderEntity = (
  repository: string,
  replaced: Partial<LakehouseApi> = {},
) =>
  renderLakehouse('/', replaced, [
    createFrontendModule({
      pluginId: 'app',
      extensions: [createTestEntityPage({ entity: entityNaming(repository) })],
    }),
  ]);

const card = () => screen.findByRole('region', { name: /^lakeFS repository/ });

describe('the card of a repository of lakeFS', () => {
  it('says how many branches there are, which are mine and which expire', async () => {
    const { container, api } = renderEntity('main-lake/sales-lake', {
      listLakeFSBranches: async (_address, { view }) => ({
        ...branchesFixture,
        items: view === 'mine' ? [branchFixture()] : [],
        nextCursor: view === 'mine' ? 'more' : undefined,
      }),
    });
    const listLakeFSBranches = jest.spyOn(api, 'listLakeFSBranches');
    const shown = within(await card());
    expect(
      await shown.findByText('4 branches: 1 yours, 2 stale.'),
    ).toBeInTheDocument();
    const yours = within(shown.getByRole('region', { name: 'Yours' }));
    expect(yours.getByRole('link', { name: 'new-prices' })).toHaveAttribute(
      'href',
      '/lakehouse/lakefs/main-lake/sales-lake/branches/new-prices',
    );
    expect(yours.getByRole('link', { name: 'All of them' })).toHaveAttribute(
      'href',
      '/lakehouse/lakefs/main-lake/sales-lake?show=mine',
    );
    expect(
      await shown.findByText('None expires within a week.'),
    ).toBeInTheDocument();
    expect(
      shown.getByRole('link', { name: 'All its branches' }),
    ).toHaveAttribute('href', '/lakehouse/lakefs/main-lake/sales-lake');
    expect(listLakeFSBranches).toHaveBeenCalledWith(
      { server: 'main-lake', repository: 'sales-lake' },
      expect.objectContaining({ view: 'expiring', sort: 'expiresAt' }),
      expect.anything(),
    );
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('shows what is known of a server that is away', async () => {
    renderEntity('main-lake/sales-lake', {
      listLakeFSBranches: async () => ({
        ...branchesFixture,
        freshness: awayLake,
      }),
    });
    expect(
      await within(await card()).findByText(/main-lake does not answer/),
    ).toBeInTheDocument();
  });

  it('shows its shape while it loads, and does not tell what is not there from what is not theirs', async () => {
    const { unmount } = renderEntity('main-lake/sales-lake', {
      listLakeFSBranches: never,
    });
    expect(within(await card()).getByLabelText('Loading')).toBeInTheDocument();
    unmount();
    renderEntity('main-lake/secret', {
      listLakeFSBranches: async () => {
        throw refusal(404, 'x');
      },
    });
    expect(
      await within(await card()).findByText(
        'There is no repository main-lake/secret here',
      ),
    ).toBeInTheDocument();
  });

  it.each(['sales-lake', '', 'lake/../risk', 'lake/sales-lake/main'])(
    'says that %p names no repository, and asks nothing',
    async value => {
      const listLakeFSBranches = jest.fn(never<typeof branchesFixture>);
      renderEntity(value, { listLakeFSBranches });
      expect(
        within(await card()).getByText('The entity names no repository'),
      ).toBeInTheDocument();
      expect(listLakeFSBranches).not.toHaveBeenCalled();
    },
  );

  it('is there for entities that name a repository, and for no others', () => {
    const isFor = createExtensionTester(lakefsCard).get(
      EntityCardBlueprint.dataRefs.filterFunction,
    );
    expect(isFor?.(entityNaming('main-lake/sales-lake'))).toBe(true);
    expect(isFor?.(entityNaming(undefined))).toBe(false);
  });

  it('reads a server and a repository', () => {
    expect(readLakeFSAnnotation(' lake/sales-lake ')).toEqual({
      server: 'lake',
      repository: 'sales-lake',
    });
    expect(readLakeFSAnnotation('Lake/sales')).toBeUndefined();
  });
});
