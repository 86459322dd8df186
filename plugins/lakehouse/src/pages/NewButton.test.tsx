import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderLakehouse } from '../__testUtils__/renderLakehouse';
import { scaffolderFeature } from '../__testUtils__/scaffolderFeature';

describe('what is new', () => {
  it('is a choice of all kinds that have a form', async () => {
    renderLakehouse('/lakehouse', {}, [scaffolderFeature]);
    const [button] = await screen.findAllByRole('button', { name: 'New' });
    await userEvent.click(button);
    const items = await screen.findAllByRole('menuitem');
    expect(items.map(item => [item.textContent, item.getAttribute('href')]))
      // As `GET /kinds` has them.
      .toEqual([
        ['Spark job', '/create/templates/default/spark-job'],
        ['Spark Connect cluster', '/create/templates/default/spark-connect'],
        ['lakeFS branch', '/create/templates/default/lakefs-branch'],
        ['Kubeflow pipeline', '/create/templates/default/kubeflow-pipeline'],
        // One form makes all three.
        [
          'Kubeflow start, schedule or recurring run',
          '/create/templates/default/kubeflow-run',
        ],
      ]);
  });

  it('is one link where there is one form', async () => {
    renderLakehouse('/lakehouse/compute', {}, [scaffolderFeature]);
    expect(
      await screen.findByRole('link', { name: 'New Spark Connect cluster' }),
    ).toHaveAttribute('href', '/create/templates/default/spark-connect');
  });
});
