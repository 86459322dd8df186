import { screen, within } from '@testing-library/react';
import type { Entity } from '@backstage/catalog-model';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { createExtensionTester } from '@backstage/frontend-test-utils';
import { changeFixture } from '../__testUtils__/changes';
import { awayFreshness, domainDetailFixture } from '../__testUtils__/domains';
import {
  never,
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../__testUtils__/renderLakehouse';
import type { LakehouseApi } from '../api';
import { domainCard } from './entityCards';

const entityNaming = (domain?: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'System',
  metadata: {
    name: 'sales-data',
    annotations: domain === undefined ? {} : { 'lakefront.dev/domain': domain },
  },
  spec: { owner: 'group:default/sales-data' },
});

/** The entity's page with the plugin's cards, as mia. */
const renderEntity = (
  domain: string | undefined,
  replaced: Partial<LakehouseApi> = {},
) =>
  renderLakehouse('/', replaced, [
    createFrontendModule({
      pluginId: 'app',
      extensions: [createTestEntityPage({ entity: entityNaming(domain) })],
    }),
  ]);

const card = () => screen.findByRole('region', { name: /^Lakehouse domain/ });

describe('the card of a domain', () => {
  it('says how it is, what is left, what runs and what waits', async () => {
    const { container, api } = renderEntity('sales');
    const listChanges = jest.spyOn(api, 'listChanges');
    const shown = within(await card());
    expect(
      await shown.findByText(/22 CPU and 76 GiB still free/),
    ).toBeInTheDocument();
    expect(shown.getByRole('meter', { name: 'CPU' })).toHaveAttribute(
      'aria-valuetext',
      '42 of 64 used, 12 waiting',
    );
    expect(shown.queryByRole('meter', { name: 'Pods' })).toBeNull();
    const runs = within(shown.getByRole('region', { name: 'Runs now' }));
    expect(await runs.findByText('Running')).toBeInTheDocument();
    expect(runs.getAllByRole('link')[0].getAttribute('href')).toMatch(
      /^\/lakehouse\/workloads\/west\/dom-sales\//,
    );
    const changes = within(
      shown.getByRole('region', { name: 'On its way by pull request' }),
    );
    expect(
      await changes.findByRole('link', { name: changeFixture.title }),
    ).toHaveAttribute('href', `/lakehouse/changes/${changeFixture.id}`);
    expect(listChanges.mock.calls[0]?.[0]).toMatchObject({
      domain: ['sales'],
      phase: ['open', 'merged', 'synced'],
    });
    expect(
      shown.getByRole('link', { name: 'Open the domain' }),
    ).toHaveAttribute('href', '/lakehouse/domains/sales');
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says which file of which change stops its sync, and what is missing', async () => {
    const { container } = renderEntity('sales', {
      getDomain: async () => ({
        ...domainDetailFixture,
        freshness: awayFreshness,
        syncs: [
          ...domainDetailFixture.syncs,
          {
            kubernetesCluster: 'east',
            engine: 'argocd',
            name: 'sales-workloads',
            state: 'blocked',
            message: 'RoleBinding/x dry-run failed',
            culprit: {
              path: 'clusters/east/domains/sales/x.yaml',
              change: {
                id: 'change-1',
                title: 'Add x to sales',
                requestedBy: 'user:default/ben',
              },
            },
          },
        ],
      }),
    });
    const shown = within(await card());
    expect(
      await shown.findByText(/What is merged does not reach east/),
    ).toBeInTheDocument();
    expect(
      shown.getByText('clusters/east/domains/sales/x.yaml'),
    ).toBeInTheDocument();
    expect(shown.getByRole('link', { name: 'Add x to sales' })).toHaveAttribute(
      'href',
      '/lakehouse/changes/change-1',
    );
    expect(shown.getByText('RoleBinding/x dry-run failed')).toBeInTheDocument();
    expect(shown.queryByText(/Flux sales-workloads on west/)).toBeNull();
    expect(shown.getByText(/east is away since/)).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says that nothing runs and nothing waits', async () => {
    const empty = async () => ({ items: [], freshness: [] });
    const { container } = renderEntity('sales', {
      listWorkloads: empty,
      listChanges: empty,
    });
    const shown = within(await card());
    expect(await shown.findByText('Nothing runs.')).toBeInTheDocument();
    expect(
      await shown.findByText('No pull request is open.'),
    ).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('shows its shape while it loads, and asks nothing of the domain yet', async () => {
    const { api } = renderEntity('sales', { getDomain: never });
    const listWorkloads = jest.spyOn(api, 'listWorkloads');
    expect(within(await card()).getByLabelText('Loading')).toBeInTheDocument();
    expect(listWorkloads).not.toHaveBeenCalled();
  });

  it('does not tell what is not there from what is not theirs', async () => {
    const { api } = renderEntity('secret', {
      getDomain: async () => {
        throw refusal(404, 'x');
      },
    });
    const listWorkloads = jest.spyOn(api, 'listWorkloads');
    const shown = within(await card());
    expect(
      await shown.findByText('There is no domain secret here'),
    ).toBeInTheDocument();
    expect(shown.queryByRole('link')).toBeNull();
    expect(listWorkloads).not.toHaveBeenCalled();
  });

  it('says why it cannot be shown; one part that fails leaves the others', async () => {
    const whole = renderEntity('sales', {
      getDomain: async () => {
        throw refusal(503, 'the index is not ready');
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'the index is not ready',
    );
    whole.unmount();
    renderEntity('sales', {
      listChanges: async () => {
        throw refusal(503, 'The database is away');
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database is away',
    );
    expect(screen.getByRole('meter', { name: 'CPU' })).toBeInTheDocument();
  });

  it.each([
    ['west/sales', 'west/sales'],
    ['', 'empty'],
    ['../risk', '../risk'],
  ])('says that %p names no domain, and asks nothing', async (value, said) => {
    const getDomain = jest.fn(never<typeof domainDetailFixture>);
    renderEntity(value, { getDomain });
    const shown = await card();
    expect(
      within(shown).getByText('The entity names no domain'),
    ).toBeInTheDocument();
    expect(shown).toHaveTextContent(`lakefront.dev/domain is ${said}. It`);
    expect(getDomain).not.toHaveBeenCalled();
  });

  it('is there for entities that name a domain, and for no others', () => {
    const isFor = createExtensionTester(domainCard).get(
      EntityCardBlueprint.dataRefs.filterFunction,
    );
    expect(isFor?.(entityNaming('sales'))).toBe(true);
    expect(isFor?.(entityNaming(undefined))).toBe(false);
  });
});
