import { screen, waitFor } from '@testing-library/react';
import { changeDetailFixture } from '../../__testUtils__/changes';
import {
  branchWorkload,
  branchWorkloadDetail,
  standingFixture,
} from '../../__testUtils__/lakefs';
import {
  renderLakehouse,
  seriousFaults,
} from '../../__testUtils__/renderLakehouse';

const change = {
  ...changeDetailFixture,
  id: 'c-42',
  phase: 'live' as const,
  title: 'Promote lakeFS branch new-prices in sales',
  operations: [
    {
      ...{ action: 'update' as const, path: 'sales/new-prices.yaml' },
      ...{ domain: 'sales', kubernetesCluster: 'west', namespace: 'dom-sales' },
      ...{ kind: 'lakefs-branch', name: 'new-prices', verb: 'Promote' },
    },
  ],
};
const promotion = { commit: 'c3c3c3c3c3', into: 'main', done: false };
const refused = { code: 'hook-refused', message: 'Hook a / b refused: no' };

function show(
  standing: Partial<typeof standingFixture>,
  {
    changeId = 'c-42',
    phase = change.phase as typeof change.phase | 'open',
  } = {},
) {
  const getWorkload = jest.fn(async () => ({
    ...branchWorkloadDetail,
    workload: branchWorkload({
      changeId,
      standing: { ...standingFixture, ...standing },
    }),
  }));
  return {
    getWorkload,
    ...renderLakehouse('/lakehouse/changes/c-42', {
      getChange: async () => ({ ...change, phase }),
      getWorkload,
    }),
  };
}

describe('a change that promotes a branch', () => {
  it('does not end with being live: says that the merge was refused, and why', async () => {
    const { container } = show({ promotion: { ...promotion, refused } });
    expect(
      await screen.findByText(
        'Its commit c3c3c3c3 was not promoted into main.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('Hook a / b refused: no')).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says that it was merged', async () => {
    show({ promotion: { ...promotion, done: true } });
    expect(
      await screen.findByText('Its commit c3c3c3c3 was promoted into main.'),
    ).toBeInTheDocument();
  });

  it('says nothing of what a later one asked for', async () => {
    const { getWorkload } = show({ promotion }, { changeId: 'c-43' });
    await waitFor(() => expect(getWorkload).toHaveBeenCalled());
    await getWorkload.mock.results[0].value;
    expect(await screen.findByText('Where it is')).toBeInTheDocument();
    expect(screen.queryByText(/promoted into/)).toBeNull();
  });

  it('asks nothing before it is live', async () => {
    const { getWorkload } = show({ promotion }, { phase: 'open' });
    expect(await screen.findByText('Where it is')).toBeInTheDocument();
    expect(getWorkload).not.toHaveBeenCalled();
  });
});
