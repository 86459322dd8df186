import { screen, within } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { PipelineGraph } from '@lakefront/backstage-plugin-lakehouse-common';
import { NodeTable } from './NodeTable';

describe('NodeTable', () => {
  const step = (id: string, title: string) =>
    ({ id, title, type: 'step' } as PipelineGraph['nodes'][number]);

  it('says what a step waits for by the names that steps are listed with', async () => {
    const graph: PipelineGraph = {
      nodes: [step('t1', 'Read the orders'), step('t2', 'Clean them')],
      edges: [{ from: 't1', to: 't2', values: [] }],
    };
    await renderInTestApp(<NodeTable graph={graph} />);
    const [, , second] = await screen.findAllByRole('row');
    expect(
      within(second).getByRole('cell', { name: 'Read the orders' }),
    ).toBeInTheDocument();
  });
});
