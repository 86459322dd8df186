import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { awayFreshness } from '../../__testUtils__/domains';
import { streamOf } from '../../__testUtils__/FakeLakehouseApi';
import {
  never,
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../../__testUtils__/renderLakehouse';
import { detailFixture, manifestFixture } from '../../__testUtils__/workloads';

const path =
  '/lakehouse/workloads/west/dom-sales/spark-application/daily-orders';

describe('job', () => {
  it('says why it failed first, then shows the evidence', async () => {
    const { container } = renderLakehouse(path);
    expect(
      await screen.findByText(/Failed .* ago: the driver ran out of memory/),
    ).toHaveTextContent('Usually takes 8 min; failed at 6 min 40 s.');
    const timeline = screen.getByRole('list', { name: 'Timeline of the job' });
    expect(within(timeline).getByText(/OOMKilled/)).toBeInTheDocument();
    const pods = await screen.findByRole('table', { name: 'Pods over time' });
    expect(within(pods).getByText('exec 1')).toBeInTheDocument();
    expect(within(pods).getByText('OOMKilled (exit 137)')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'An open request changes this job' }),
    ).toHaveAttribute('href', '/lakehouse/changes/c-43');
    expect(await screen.findByRole('log')).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('shows events, runs and footprint', async () => {
    const { container } = renderLakehouse(`${path}?tab=events`);
    expect(
      await screen.findByText('Back-off restarting failed container'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Runs' }));
    expect(
      within(await screen.findByRole('table', { name: 'Runs' })).getAllByRole(
        'row',
      ),
    ).toHaveLength(7);
    await userEvent.click(screen.getByRole('tab', { name: 'Footprint' }));
    expect(
      await screen.findByText(/Asks for 6 CPU, 14 GiB, 3 pods/),
    ).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('shows what is in Git, what is live, and the difference', async () => {
    const { container } = renderLakehouse(`${path}?tab=spec`);
    expect(
      await screen.findByRole('group', { name: 'Manifest in Git' }),
    ).toHaveTextContent('memory: 4g');
    await userEvent.click(screen.getByRole('radio', { name: 'Live' }));
    expect(
      await screen.findByRole('group', { name: 'Live manifest' }),
    ).toHaveTextContent('memory: 6g');
    await userEvent.click(screen.getByRole('radio', { name: 'Difference' }));
    const difference = await screen.findByRole('table', {
      name: 'Values that differ between Git and the cluster',
    });
    expect(within(difference).getAllByRole('row')[1]).toHaveTextContent(
      'spec.driver.memory4g6g',
    );
    expect(
      screen.getByText(/1 value that only the cluster holds/),
    ).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it.each([
    [{ ...manifestFixture, git: undefined }, 'Not in Git'],
    [
      {
        ...manifestFixture,
        git: { ...manifestFixture.git!, problem: 'Git host timed out' },
      },
      'Git host timed out',
    ],
  ])('says why there is nothing of Git (%#)', async (manifest, text) => {
    renderLakehouse(`${path}?tab=spec`, {
      getWorkloadManifest: async () => manifest,
    });
    expect(await screen.findByText(text)).toBeInTheDocument();
  });

  it('shows its shape while it loads', async () => {
    const { container } = renderLakehouse(path, { getWorkload: never });
    expect(await screen.findByLabelText('Loading')).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('does not tell "not yours" from "not there"', async () => {
    renderLakehouse(path, {
      getWorkload: async () => {
        throw refusal(404, 'not there');
      },
    });
    expect(
      await screen.findByText('There is no job daily-orders here'),
    ).toBeInTheDocument();
  });

  it('says what is partial, empty or not allowed, each where it is', async () => {
    const { container } = renderLakehouse(path, {
      getWorkload: async () => ({ ...detailFixture, freshness: awayFreshness }),
      listWorkloadPods: async () => [
        {
          name: 'daily-orders-driver',
          role: 'driver',
          phase: 'Pending',
          restarts: 0,
          createdAt: '2026-01-02T10:02:15Z',
        },
      ],
      openLog: async () => {
        throw refusal(403, 'no');
      },
    });
    expect(await screen.findByText(/east is away since/)).toBeInTheDocument();
    expect(
      await screen.findByText('You may not see the log'),
    ).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says that a job has no pods, and no log then', async () => {
    renderLakehouse(path, { listWorkloadPods: async () => [] });
    expect(await screen.findByText('No pods')).toBeInTheDocument();
    expect(screen.getByText('No log')).toBeInTheDocument();
  });

  it('says that nothing was written yet', async () => {
    renderLakehouse(path, { openLog: async () => streamOf('') });
    expect(
      await screen.findByText('Nothing was written yet'),
    ).toBeInTheDocument();
  });
});
