import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { liveFreshness } from '../../__testUtils__/domains';
import {
  awayKubeflow,
  liveKubeflow,
  runFixture,
} from '../../__testUtils__/kubeflow';
import {
  never,
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../../__testUtils__/renderLakehouse';

const path = '/lakehouse/pipelines';
const table = (name: string) => screen.findByRole('table', { name });

describe('pipelines', () => {
  it('says how they went, and shows each with its last runs', async () => {
    const { container } = renderLakehouse(path);
    expect(
      await screen.findByText('1 pipeline; of 1 the last run failed.'),
    ).toBeInTheDocument();
    const row = within(within(await table('Pipelines')).getAllByRole('row')[1]);
    expect(row.getByRole('link', { name: 'Orders features' })).toHaveAttribute(
      'href',
      '/lakehouse/pipelines/pipeline/west/dom-sales/orders-features',
    );
    expect(
      row.getByRole('link', { name: /^nightly-20260102T0300Z: failed/ }),
    ).toHaveAttribute('href', '/lakehouse/pipelines/run/west/dom-sales/run-1');
    expect(row.getByText('1 of 2 active')).toBeInTheDocument();
    expect(row.getByText('8 min')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Pipelines', current: 'page' }),
    ).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('asks for what the address says', async () => {
    const { api } = renderLakehouse(`${path}?q=ord&domain=sales&sort=name`);
    const listPipelines = jest.spyOn(api, 'listPipelines');
    await table('Pipelines');
    await userEvent.clear(screen.getByRole('searchbox'));
    await waitFor(() =>
      expect(listPipelines).toHaveBeenLastCalledWith(
        expect.objectContaining({
          q: undefined,
          domain: ['sales'],
          sort: 'name',
        }),
        expect.anything(),
      ),
    );
  });

  it.each([
    ['', 'No pipelines yet'],
    ['?q=none', 'No pipeline matches'],
  ])('says what to do where there is none (%#)', async (query, text) => {
    renderLakehouse(`${path}${query}`, {
      listPipelines: async () => ({
        items: [],
        total: 0,
        freshness: liveFreshness,
        kubeflow: liveKubeflow,
        backfill: [],
      }),
    });
    expect(await screen.findByText(text)).toBeInTheDocument();
  });

  it('shows its shape while it loads, and what went wrong', async () => {
    const { unmount } = renderLakehouse(path, { listPipelines: never });
    expect(await screen.findByLabelText('Loading')).toBeInTheDocument();
    unmount();
    renderLakehouse(path, {
      listPipelines: async () => {
        throw refusal(503, 'the index is not ready');
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'the index is not ready',
    );
  });
});

describe('runs of pipelines', () => {
  it('lives on while Kubeflow is away, and says how far its history was read', async () => {
    const { container } = renderLakehouse(`${path}?tab=runs`, {
      listPipelineRuns: async () => ({
        items: [
          runFixture(),
          runFixture({
            runId: 'run-2',
            name: 'a-run-with-a-name-that-goes-on-for-quite-a-while',
            archived: true,
            pipeline: undefined,
            startedAt: undefined,
          }),
        ],
        total: 12_000,
        freshness: liveFreshness,
        kubeflow: awayKubeflow,
        backfill: [
          {
            kubernetesCluster: 'west',
            state: 'reading',
            read: 12_000,
            total: 200_000,
          },
        ],
      }),
    });
    expect(await screen.findByText('12,000 runs.')).toBeInTheDocument();
    expect(
      screen.getByText(
        /^Kubeflow Pipelines of west does not answer since .*connect ECONNREFUSED/,
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/^Read 12,000 of 200,000 runs of west so far/),
    ).toBeInTheDocument();
    const rows = within(await table('Runs')).getAllByRole('row');
    expect(rows[1]).toHaveTextContent('fit ran out of memory');
    expect(rows[2]).toHaveTextContent('archived');
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('reads page after page, for one time', async () => {
    const listPipelineRuns = jest.fn(
      async ({ cursor }: { cursor?: string }) => ({
        items: [
          runFixture({ runId: cursor ?? 'first', name: cursor ?? 'first' }),
        ],
        total: 2,
        nextCursor: cursor ? undefined : 'second',
        freshness: liveFreshness,
        kubeflow: liveKubeflow,
        backfill: [],
      }),
    );
    renderLakehouse(`${path}?tab=runs&time=week&state=failed,odd`, {
      listPipelineRuns,
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show more' }),
    );
    expect(
      await screen.findByRole('link', { name: 'second' }),
    ).toBeInTheDocument();
    const asked = listPipelineRuns.mock.calls.map(
      ([query]) => query as { from?: string; state?: string[] },
    );
    expect(new Set(asked.map(({ from }) => from)).size).toBe(1);
    expect(asked[0].from).toBeDefined();
    expect(asked[0].state).toEqual(['failed']);
  });

  it('holds filters in the address', async () => {
    const { api } = renderLakehouse(`${path}?tab=runs`);
    const listPipelineRuns = jest.spyOn(api, 'listPipelineRuns');
    await table('Runs');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Failed' }));
    await userEvent.click(screen.getByRole('checkbox', { name: /Archived/ }));
    await waitFor(() =>
      expect(listPipelineRuns).toHaveBeenLastCalledWith(
        expect.objectContaining({ state: ['failed'], archived: true }),
        expect.anything(),
      ),
    );
  });

  it('takes the sort of one tab not into the other', async () => {
    const { api } = renderLakehouse(`${path}?sort=name`);
    const listPipelineRuns = jest.spyOn(api, 'listPipelineRuns');
    await userEvent.click(await screen.findByRole('tab', { name: 'Runs' }));
    await waitFor(() =>
      expect(listPipelineRuns).toHaveBeenLastCalledWith(
        expect.objectContaining({ sort: undefined }),
        expect.anything(),
      ),
    );
  });

  it('does not say that there are none while they are being read', async () => {
    renderLakehouse(`${path}?tab=runs`, {
      listPipelineRuns: async () => ({
        items: [],
        total: 0,
        freshness: liveFreshness,
        kubeflow: liveKubeflow,
        backfill: [{ kubernetesCluster: 'west', state: 'waiting', read: 0 }],
      }),
    });
    expect(await screen.findByText('Not known yet')).toBeInTheDocument();
  });
});
