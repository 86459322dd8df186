import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { facetsFixture, liveFreshness } from '../../__testUtils__/domains';
import {
  never,
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../../__testUtils__/renderLakehouse';
import {
  workloadFixture,
  workloadsFixture,
} from '../../__testUtils__/workloads';
import { jobsSentence } from './JobsPage';

const table = () => screen.findByRole('table', { name: 'Jobs' });

describe('jobs', () => {
  it('says how the jobs are, shows their runs and the jobs', async () => {
    const { container } = renderLakehouse('/lakehouse/jobs');
    expect(
      await screen.findByText('5 jobs: 1 running, 1 waiting, 1 failed.'),
    ).toBeInTheDocument();
    const rows = within(await table()).getAllByRole('row');
    expect(rows).toHaveLength(7);
    expect(rows[1]).toHaveTextContent('Failed');
    expect(rows[1]).toHaveTextContent('6 CPU, 14 GiB');
    expect(
      await screen.findByRole('img', { name: /24 runs from/ }),
    ).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('keeps filters, search and sort in the address and asks by them', async () => {
    const listWorkloads = jest.fn(async () => ({
      items: workloadsFixture,
      freshness: liveFreshness,
    }));
    renderLakehouse('/lakehouse/jobs?state=failed&q=daily&sort=name', {
      listWorkloads,
    });
    await table();
    expect(listWorkloads).toHaveBeenLastCalledWith(
      expect.objectContaining({
        role: ['job'],
        state: ['failed'],
        q: 'daily',
        sort: 'name',
      }),
      expect.anything(),
    );
    await userEvent.click(screen.getByRole('checkbox', { name: /^risk ?1/ }));
    await userEvent.click(screen.getByRole('button', { name: /Started/ }));
    await waitFor(() =>
      expect(listWorkloads).toHaveBeenLastCalledWith(
        expect.objectContaining({
          state: ['failed'],
          domain: ['risk'],
          sort: '-startedAt',
        }),
        expect.anything(),
      ),
    );
    expect(
      screen.getByRole('columnheader', { name: /Started/ }),
    ).toHaveAttribute('aria-sort', 'descending');
  });

  it('shows what changed since, and announces new rows to a reader', async () => {
    const wakes: Array<() => void> = [];
    const listWorkloads = jest
      .fn()
      .mockResolvedValueOnce({
        items: [workloadFixture()],
        freshness: liveFreshness,
        version: 'v1',
      })
      .mockResolvedValue({
        items: [
          workloadFixture({ state: 'succeeded' }),
          workloadFixture({
            name: 'brand-new',
            startedAt: '2026-01-03T00:00:00Z',
          }),
        ],
        removed: [],
        full: false,
        total: 2,
        freshness: liveFreshness,
        version: 'v2',
      });
    jest
      .spyOn(document, 'hidden', 'get')
      .mockImplementation(() => wakes.length > 0);
    renderLakehouse('/lakehouse/jobs', { listWorkloads });
    await table();
    const link = screen.getByRole('link', { name: 'daily-orders' });
    link.focus();

    // Leaving the page and coming back asks at once, without waiting 30 s.
    wakes.push(() => {});
    document.dispatchEvent(new Event('visibilitychange'));
    wakes.pop();
    document.dispatchEvent(new Event('visibilitychange'));

    const announced = await screen.findByRole('button', { name: '1 new' });
    expect(listWorkloads.mock.calls[1][0]).toMatchObject({ since: 'v1' });
    expect(within(await table()).getAllByRole('row')[1]).toHaveTextContent(
      'Succeeded',
    );
    expect(screen.queryByText('brand-new')).not.toBeInTheDocument();
    await userEvent.click(announced);
    expect(within(await table()).getAllByRole('row')[1]).toHaveTextContent(
      'brand-new',
    );
    jest.restoreAllMocks();
  });

  it('draws only the rows in view of a long list', async () => {
    renderLakehouse('/lakehouse/jobs', {
      listWorkloads: async () => ({
        items: Array.from({ length: 10_000 }, (_, index) =>
          workloadFixture({ name: `job-${index}` }),
        ),
        freshness: liveFreshness,
      }),
    });
    expect(await table()).toHaveAttribute('aria-rowcount', '10001');
    expect(within(await table()).getAllByRole('row').length).toBeLessThan(100);
  });

  it('shows its shape while it loads', async () => {
    const { container } = renderLakehouse('/lakehouse/jobs', {
      listWorkloads: never,
      getFacets: never,
      listRuns: never,
    });
    expect(await screen.findAllByLabelText('Loading')).not.toHaveLength(0);
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('offers all jobs where the filters leave none, and says what jobs are', async () => {
    const listWorkloads = async () => ({ items: [], freshness: [] });
    renderLakehouse('/lakehouse/jobs?state=failed', { listWorkloads });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show all jobs' }),
    );
    expect(await screen.findByText('No jobs yet')).toBeInTheDocument();
  });

  it('says what failed without blocking its neighbours', async () => {
    renderLakehouse('/lakehouse/jobs', {
      listRuns: async () => {
        throw refusal(500, 'no runs table');
      },
      getFacets: async () => {
        throw refusal(403, 'no');
      },
    });
    expect(await screen.findByText('no runs table')).toBeInTheDocument();
    expect(
      await screen.findByText('You may not see the filters'),
    ).toBeInTheDocument();
    expect(await table()).toBeInTheDocument();
  });

  it('has a sentence for every case', () => {
    expect(jobsSentence(facetsFixture, true)).toBe(
      '5 jobs that match: 1 running, 1 waiting, 1 failed.',
    );
    expect(jobsSentence({ ...facetsFixture, state: {} }, false)).toBe(
      'No jobs.',
    );
  });

  it('shows only what needs attention, as the address says', async () => {
    const listWorkloads = jest.fn(async () => ({ items: [], freshness: [] }));
    renderLakehouse('/lakehouse/jobs?attention=true', { listWorkloads });
    const box = await screen.findByRole('checkbox', {
      name: 'Needs attention',
    });
    expect(box).toBeChecked();
    expect(listWorkloads).toHaveBeenCalledWith(
      expect.objectContaining({ attention: true }),
      expect.anything(),
    );
    await userEvent.click(box);
    await waitFor(() =>
      expect(listWorkloads).toHaveBeenLastCalledWith(
        expect.objectContaining({ attention: undefined }),
        expect.anything(),
      ),
    );
  });
});
