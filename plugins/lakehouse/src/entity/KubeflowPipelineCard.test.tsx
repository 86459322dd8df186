import { screen, waitFor, within } from '@testing-library/react';
import type { Entity } from '@backstage/catalog-model';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { createExtensionTester } from '@backstage/frontend-test-utils';
import { awayKubeflow, pipelineDetailFixture } from '../__testUtils__/kubeflow';
import {
  never,
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../__testUtils__/renderLakehouse';
import type { LakehouseApi } from '../api';
import { kubeflowPipelineCard } from './entityCards';
import { readKubeflowAnnotation } from './readKubeflowAnnotation';

const ANNOTATION = 'lakefront.dev/kubeflow-pipeline';

const entityNaming = (pipeline?: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'orders-features',
    annotations: pipeline === undefined ? {} : { [ANNOTATION]: pipeline },
  },
  spec: { owner: 'group:default/sales-data', type: 'pipeline' },
});

/** The entity's page with the plugin's cards, as mia. */
const renderEntity = (pipeline: string, replaced: Partial<LakehouseApi> = {}) =>
  renderLakehouse('/', replaced, [
    createFrontendModule({
      pluginId: 'app',
      extensions: [createTestEntityPage({ entity: entityNaming(pipeline) })],
    }),
  ]);

const card = () => screen.findByRole('region', { name: /^Kubeflow pipeline/ });
const named = 'west/dom-sales/orders-features';

describe('the card of a pipeline of Kubeflow', () => {
  it('says how it goes, with its last runs and schedules', async () => {
    const { container } = renderEntity(named, {
      getPipeline: async () => ({
        ...pipelineDetailFixture,
        kubeflow: awayKubeflow,
      }),
    });
    const shown = within(await card());
    expect(
      await shown.findByText(/^Ran 12 times this week, 2 failed;/),
    ).toBeInTheDocument();
    expect(
      shown.getByText(/Kubeflow Pipelines of west does not answer/),
    ).toBeInTheDocument();
    const runs = within(shown.getByRole('region', { name: 'Last runs' }));
    expect(
      runs.getByRole('link', { name: 'nightly-20260102T0300Z' }),
    ).toHaveAttribute('href', '/lakehouse/pipelines/run/west/dom-sales/run-1');
    const schedules = within(shown.getByRole('region', { name: 'Schedules' }));
    expect(
      schedules.getByText('At 03:00 AM, Europe/Berlin'),
    ).toBeInTheDocument();
    expect(
      shown.getByRole('link', { name: /^Its versions, graph/ }),
    ).toHaveAttribute(
      'href',
      '/lakehouse/pipelines/pipeline/west/dom-sales/orders-features',
    );
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('shows its shape while it loads, and does not tell what is not there from what is not theirs', async () => {
    const { unmount } = renderEntity(named, { getPipeline: never });
    expect(within(await card()).getByLabelText('Loading')).toBeInTheDocument();
    unmount();
    renderEntity(named, {
      getPipeline: async () => {
        throw refusal(404, 'x');
      },
    });
    expect(
      await within(await card()).findByText(
        `There is no pipeline ${named} here`,
      ),
    ).toBeInTheDocument();
  });

  it.each(['orders-features', '', 'west/../risk', 'a/b/c/d', 'west/Sales/x'])(
    'says that %p names no pipeline, and asks nothing',
    async value => {
      const getPipeline = jest.fn(never<typeof pipelineDetailFixture>);
      renderEntity(value, { getPipeline });
      expect(
        within(await card()).getByText('The entity names no pipeline'),
      ).toBeInTheDocument();
      expect(getPipeline).not.toHaveBeenCalled();
    },
  );

  it('is there for entities that name a pipeline, and for no others', () => {
    const isFor = createExtensionTester(kubeflowPipelineCard).get(
      EntityCardBlueprint.dataRefs.filterFunction,
    );
    expect(isFor?.(entityNaming(named))).toBe(true);
    expect(isFor?.(entityNaming(undefined))).toBe(false);
  });

  it('stands beside a tab with all of its page', async () => {
    renderEntity(named, { getPipeline: async () => pipelineDetailFixture });
    expect(
      await screen.findByRole('tab', { name: 'Versions' }),
    ).toBeInTheDocument();
  });

  it('stands beside a tab that says, too, that nothing is named', async () => {
    renderEntity('orders-features');
    await waitFor(() =>
      expect(screen.getAllByText('The entity names no pipeline')).toHaveLength(
        2,
      ),
    );
  });

  it('reads a Kubernetes cluster, a namespace and a name', () => {
    expect(readKubeflowAnnotation(` ${named} `)).toEqual({
      ...{ kubernetesCluster: 'west', namespace: 'dom-sales' },
      name: 'orders-features',
    });
  });
});
