import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  createFrontendPlugin,
  createRouteRef,
  createSubRouteRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { renderLakehouse } from '../__testUtils__/renderLakehouse';

const root = createRouteRef();

/** What leads to the forms of templates, at the address that it has in a portal. */
const scaffolder = createFrontendPlugin({
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

describe('what is new', () => {
  it('is a choice of all kinds that have a form', async () => {
    renderLakehouse('/lakehouse', {}, [scaffolder]);
    const [button] = await screen.findAllByRole('button', { name: 'New' });
    await userEvent.click(button);
    const items = await screen.findAllByRole('menuitem');
    expect(items.map(item => [item.textContent, item.getAttribute('href')]))
      // As `GET /kinds` has them.
      .toEqual([
        ['Spark job', '/create/templates/default/spark-job'],
        ['Spark Connect cluster', '/create/templates/default/spark-connect'],
      ]);
  });

  it('is one link where there is one form', async () => {
    renderLakehouse('/lakehouse/compute', {}, [scaffolder]);
    expect(
      await screen.findByRole('link', { name: 'New Spark Connect cluster' }),
    ).toHaveAttribute('href', '/create/templates/default/spark-connect');
  });
});
