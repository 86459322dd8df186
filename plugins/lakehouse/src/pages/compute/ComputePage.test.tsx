import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { facetsFixture, liveFreshness } from '../../__testUtils__/domains';
import {
  never,
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../../__testUtils__/renderLakehouse';
import {
  computeFixture,
  detailFixture,
  outdatedCompute,
} from '../../__testUtils__/workloads';
import { computeSentence } from './ComputePage';

const rows = [
  computeFixture(),
  outdatedCompute,
  computeFixture({
    name: 'adhoc',
    state: 'pending',
    stateDetail: 'NotReady',
    startedAt: undefined,
    reason: {
      code: 'image-pull',
      message: 'The image of its server cannot be pulled.',
    },
  }),
];

const answer = (items = rows) => ({
  listWorkloads: jest.fn(async () => ({
    items,
    freshness: liveFreshness,
    version: 'v1',
    total: items.length,
  })),
});

const table = () => screen.findByRole('table', { name: 'Compute clusters' });

describe('compute', () => {
  it('lists what one can connect to, with the address to take along', async () => {
    const { listWorkloads } = answer();
    const { container } = renderLakehouse('/lakehouse/compute', {
      listWorkloads,
    });
    const list = within(await table()).getAllByRole('row');
    expect(list).toHaveLength(4);
    expect(listWorkloads).toHaveBeenLastCalledWith(
      expect.objectContaining({ role: ['compute'] }),
      expect.anything(),
    );
    expect(list[1]).toHaveTextContent('6 CPU, 14 GiB');
    expect(list[2]).toHaveTextContent('runs with what it had before');
    expect(list[3]).toHaveTextContent('not now');
    // What nobody knows is said, not left out.
    expect(screen.getByText(/Who is connected/)).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('copies the address', async () => {
    const user = userEvent.setup();
    const writeText = jest.spyOn(navigator.clipboard, 'writeText');
    renderLakehouse('/lakehouse/compute', answer());
    await user.click(await screen.findByLabelText('Copy the address of adhoc'));
    expect(writeText).toHaveBeenCalledWith(
      'sc://adhoc-server.dom-sales.svc.cluster.local:15002',
    );
    expect(
      await screen.findByLabelText('Copied the address of adhoc'),
    ).toBeInTheDocument();
  });

  it('says what it is where there is none', async () => {
    renderLakehouse('/lakehouse/compute', answer([]));
    expect(
      await screen.findByText('No compute clusters yet'),
    ).toBeInTheDocument();
  });

  it('says what is left out by filters', async () => {
    renderLakehouse('/lakehouse/compute?q=nothing', answer([]));
    expect(
      await screen.findByRole('button', { name: 'Show all compute clusters' }),
    ).toBeInTheDocument();
  });

  it('shows its shape while it loads', async () => {
    const { container } = renderLakehouse('/lakehouse/compute', {
      listWorkloads: never,
      getFacets: never,
    });
    expect(
      await screen.findByRole('heading', { name: 'Compute' }),
    ).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it.each([
    [refusal(500, 'The index is on fire'), 'The index is on fire'],
    [refusal(403, 'no'), /You may not see/],
  ])('says what went wrong (%#)', async (failure, text) => {
    renderLakehouse('/lakehouse/compute', {
      listWorkloads: async () => {
        throw failure;
      },
    });
    expect((await screen.findAllByText(text))[0]).toBeInTheDocument();
  });

  it.each([
    [{ running: 3, pending: 1 }, '4 compute clusters: 3 ready, 1 not ready.'],
    [{ running: 1 }, '1 compute cluster: 1 ready.'],
    [{}, 'No compute clusters.'],
  ])('%j: %s', (state, sentence) => {
    const facets = {
      ...facetsFixture,
      state: state as Record<string, number>,
    };
    expect(computeSentence(facets, false)).toBe(sentence);
  });
});

describe('a compute cluster', () => {
  const path =
    '/lakehouse/workloads/west/dom-sales/spark-connect/sales-reports';

  it('says where to connect, and that it is older than its last change', async () => {
    const { container } = renderLakehouse(path, {
      getWorkload: async () => ({
        ...detailFixture,
        workload: outdatedCompute,
        usual: undefined,
      }),
    });
    expect(await screen.findByText(/^Ready for/)).toBeInTheDocument();
    expect(
      screen.getByText(
        'sc://sales-reports-server.dom-sales.svc.cluster.local:15002',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Its server started before sales-reports was changed/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/kubectl delete pod sales-reports-server/),
    ).toBeInTheDocument();
    const steps = screen.getByRole('list', {
      name: 'Timeline of the compute cluster',
    });
    expect(within(steps).getByText('ready')).toBeInTheDocument();
    expect(screen.queryByRole('tab', { name: 'Runs' })).toBeNull();
    const actions = await screen.findByRole('group', { name: 'Actions' });
    const names = within(actions)
      .getAllByRole('button')
      .map(button => button.textContent);
    expect(names).toEqual(expect.arrayContaining(['Edit', 'Delete']));
    expect(names).not.toContain('Suspend');
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says that it is not there, in its own words', async () => {
    renderLakehouse(path, {
      getWorkload: async () => {
        throw refusal(404, 'no');
      },
    });
    expect(
      await screen.findByText('There is no compute cluster sales-reports here'),
    ).toBeInTheDocument();
  });
});
