import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  awayFreshness,
  domainDetailFixture,
} from '../../__testUtils__/domains';
import { branchWorkload } from '../../__testUtils__/lakefs';
import {
  never,
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../../__testUtils__/renderLakehouse';

describe('domain', () => {
  it('says how it is, what is left, and whether Git arrives', async () => {
    const { container } = renderLakehouse('/lakehouse/domains/sales');
    expect(
      await screen.findByText(/22 CPU and 76 GiB still free/),
    ).toBeInTheDocument();
    expect(screen.getByRole('meter', { name: 'Pods' })).toHaveAttribute(
      'aria-valuetext',
      '31 of 100 used',
    );
    expect(screen.getByText(/Flux sales-workloads on west/)).toBeVisible();
    expect(
      await screen.findByRole('table', { name: 'Jobs' }),
    ).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('shows the branches that are declared in it', async () => {
    const listWorkloads = jest.fn(async () => ({
      items: [branchWorkload()],
      freshness: [],
    }));
    const { container } = renderLakehouse(
      '/lakehouse/domains/sales?tab=branches',
      { listWorkloads },
    );
    const [, row] = within(
      await screen.findByRole('table', { name: 'Branches' }),
    ).getAllByRole('row');
    expect(row).toHaveTextContent('Readysales on west / new-prices');
    expect(row).toHaveTextContent('3 ahead · 1 behind · 12 uncommitted');
    expect(listWorkloads).toHaveBeenCalledWith(
      expect.objectContaining({ role: ['branch'], domain: ['sales'] }),
      expect.anything(),
    );
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('shows a week behind each bar, in words too', async () => {
    const { container } = renderLakehouse('/lakehouse/domains/sales');
    const text = await screen.findAllByText(/^Last 7 days: at most/);
    expect(text.map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/^Last 7 days: at most 60 \(.+\), at least 18\.$/),
      expect.stringMatching(/^Last 7 days: at most 200 GiB/),
    ]);
    const curves = container.querySelectorAll('svg[aria-hidden] path[d]');
    expect(curves.length).toBeGreaterThanOrEqual(2);
    // Pods have no history: their bar is there all the same.
    expect(screen.getByRole('meter', { name: 'Pods' })).toBeVisible();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('shows the bars where their history cannot be read', async () => {
    renderLakehouse('/lakehouse/domains/sales', {
      listUsage: async () => {
        throw refusal(503, 'The database is away');
      },
    });
    expect(
      await screen.findByText(
        'The week before is not shown: The database is away',
      ),
    ).toBeInTheDocument();
    expect(screen.getByRole('meter', { name: 'CPU' })).toBeVisible();
  });

  it('shows rules in words', async () => {
    const { container } = renderLakehouse('/lakehouse/domains/sales?tab=rules');
    expect(
      await screen.findByText('One pod may have at most 8 CPU and 32 GiB.'),
    ).toBeInTheDocument();
    const members = screen.getByRole('region', { name: 'Members' });
    expect(within(members).getByText('mia')).toBeInTheDocument();
    expect(screen.getByText(/Nothing from outside the domain/)).toBeVisible();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('shows its jobs and changes', async () => {
    const { api } = renderLakehouse('/lakehouse/domains/sales?tab=jobs');
    const listWorkloads = jest.spyOn(api, 'listWorkloads');
    expect(
      await screen.findByRole('table', { name: 'Jobs' }),
    ).toBeInTheDocument();
    expect(listWorkloads.mock.calls[0]?.[0] ?? {}).toMatchObject({
      domain: ['sales'],
    });
    await userEvent.click(screen.getByRole('tab', { name: 'Changes' }));
    expect(
      await screen.findByRole('table', { name: 'Change requests' }),
    ).toBeInTheDocument();
  });

  it('shows the message of a blocked sync, and what is missing', async () => {
    renderLakehouse('/lakehouse/domains/sales', {
      getDomain: async () => ({
        ...domainDetailFixture,
        freshness: awayFreshness,
        syncs: [
          {
            ...domainDetailFixture.syncs[0],
            state: 'blocked',
            message: 'RoleBinding/x dry-run failed',
            culprit: {
              path: 'clusters/west/domains/sales/x.yaml',
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
    expect(
      await screen.findByText('RoleBinding/x dry-run failed'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('clusters/west/domains/sales/x.yaml'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Add x to sales' }),
    ).toHaveAttribute('href', '/lakehouse/changes/change-1');
    expect(screen.getByText(/asked for by ben/)).toBeInTheDocument();
    expect(
      screen.getByText(/What is merged does not reach west/),
    ).toBeInTheDocument();
    expect(screen.getByText(/east is away since/)).toBeInTheDocument();
  });

  it('names the commit of a file that somebody wrote by hand', async () => {
    renderLakehouse('/lakehouse/domains/sales', {
      getDomain: async () => ({
        ...domainDetailFixture,
        syncs: [
          {
            ...domainDetailFixture.syncs[0],
            state: 'blocked',
            message: 'Job/dom-sales/x dry-run failed',
            culprit: {
              path: 'clusters/west/domains/sales/x.yaml',
              commit: {
                ...{ sha: 'c'.repeat(40), title: 'Try something' },
                url: 'https://git.example.com/commit/c',
              },
            },
          },
        ],
      }),
    });
    expect(
      await screen.findByRole('link', { name: /^ccccccc ↗/ }),
    ).toHaveAttribute('href', 'https://git.example.com/commit/c');
    expect(screen.getByText(/“Try something”/)).toBeInTheDocument();
  });

  it('shows its shape, then why it is not there', async () => {
    const loading = renderLakehouse('/lakehouse/domains/sales', {
      getDomain: never,
    });
    expect(await screen.findByLabelText('Loading')).toBeInTheDocument();
    loading.unmount();
    renderLakehouse('/lakehouse/domains/secret', {
      getDomain: async () => {
        throw refusal(404, 'x');
      },
    });
    expect(
      await screen.findByText('There is no domain secret here'),
    ).toBeInTheDocument();
  });

  it('shows its pipelines and what ran of them', async () => {
    const { container, api } = renderLakehouse(
      '/lakehouse/domains/sales?tab=pipelines',
    );
    const listPipelineRuns = jest.spyOn(api, 'listPipelineRuns');
    expect(
      await screen.findByRole('table', { name: 'Pipelines' }),
    ).toHaveTextContent('Orders features');
    expect(
      await screen.findByRole('table', { name: 'Runs' }),
    ).toHaveTextContent('nightly-20260102T0300Z');
    expect(listPipelineRuns).toHaveBeenCalledWith(
      expect.objectContaining({ domain: ['sales'] }),
      expect.anything(),
    );
    expect(await seriousFaults(container)).toEqual([]);
  });
});
