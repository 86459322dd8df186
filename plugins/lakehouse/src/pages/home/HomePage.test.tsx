import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { awayFreshness, domainsFixture } from '../../__testUtils__/domains';
import { workloadFixture } from '../../__testUtils__/workloads';
import {
  never,
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../../__testUtils__/renderLakehouse';

describe('home', () => {
  it('says what needs one, then shows it', async () => {
    const { container } = renderLakehouse('/lakehouse');
    expect(
      await screen.findByText(/2 of your jobs failed today/),
    ).toBeInTheDocument();
    const attention = screen.getByRole('region', { name: 'Needs attention' });
    expect(
      await within(attention).findByText(/ran out of memory/),
    ).toBeInTheDocument();
    expect(
      within(attention).getByRole('link', { name: 'daily-orders' }),
    ).toHaveAttribute(
      'href',
      '/lakehouse/workloads/west/dom-sales/spark-application/daily-orders',
    );
    expect(
      within(attention).getByText(/Runs with 1 of 4 executors/),
    ).toBeInTheDocument();
    expect(
      within(attention).queryByRole('link', { name: 'score-customers' }),
    ).toBeNull();
    const domains = screen.getByRole('table', { name: 'Domains' });
    expect(
      within(domains).getByRole('link', { name: 'sales' }),
    ).toHaveAttribute('href', '/lakehouse/domains/sales');
    expect(
      within(domains).getAllByRole('meter', { name: 'CPU' })[0],
    ).toHaveAttribute('aria-valuetext', '42 of 64 used, 12 waiting');
    expect(await screen.findByText('Blocked')).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('leads to a run of a pipeline by the name that people know', async () => {
    renderLakehouse('/lakehouse', {
      listWorkloads: async () => ({
        items: [
          workloadFixture({
            ...{ kind: 'kubeflow-run', role: 'run', state: 'failed' },
            name: 'orders-features-x7k2p',
            pipeline: { runId: 'run-1', runName: 'nightly' },
          }),
        ],
        freshness: [],
      }),
    });
    expect(
      await screen.findByRole('link', { name: 'nightly' }),
    ).toHaveAttribute('href', '/lakehouse/pipelines/run/west/dom-sales/run-1');
  });

  it('shows what a domain has on each Kubernetes cluster, never a sum', async () => {
    const [west] = domainsFixture[0].capacity;
    const east = {
      ...west,
      kubernetesCluster: 'east',
      // Two count the same: the tighter one decides.
      quotas: [16, 12].map(hard => ({
        ...west.quotas[0],
        ...{ quota: `quota-${hard}`, hard, used: 7, waiting: 0 },
      })),
    };
    const { container } = renderLakehouse('/lakehouse', {
      listDomains: async () => ({
        items: [{ ...domainsFixture[0], capacity: [east, west] }],
        freshness: [],
      }),
    });
    const meters = await screen.findAllByRole('meter', { name: /^CPU/ });
    expect(
      meters.map(meter => [
        meter.getAttribute('aria-label'),
        meter.getAttribute('aria-valuetext'),
      ]),
    ).toEqual([
      ['CPU on east', '7 of 12 used'],
      ['CPU on west', '42 of 64 used, 12 waiting'],
    ]);
    // Of memory there is a quota on one of them only.
    expect(
      screen.getByRole('meter', { name: /^Memory/ }).getAttribute('aria-label'),
    ).toBe('Memory on west');
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('shows its shape while it loads', async () => {
    const { container } = renderLakehouse('/lakehouse', {
      listDomains: never,
      listWorkloads: never,
      listChanges: never,
    });
    expect(await screen.findAllByLabelText('Loading')).toHaveLength(3);
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says how to get a domain to somebody without one', async () => {
    const empty = async () => ({ items: [], freshness: [] });
    const { container } = renderLakehouse('/lakehouse', {
      listDomains: empty,
      listWorkloads: empty,
      listChanges: empty,
    });
    expect(
      await screen.findByText('You are not a member of a domain yet.'),
    ).toBeInTheDocument();
    expect(await screen.findByText(/Ask the owner of your team/)).toBeVisible();
    expect(screen.getByText('Nothing needs you')).toBeInTheDocument();
    expect(
      screen.getByText('You have asked for nothing yet'),
    ).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says which part is missing, and shows the rest', async () => {
    renderLakehouse('/lakehouse', {
      listDomains: async () => ({
        items: domainsFixture,
        freshness: awayFreshness,
      }),
    });
    expect(
      await screen.findByText(/east is away since .* connection refused/),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'risk' })).toBeInTheDocument();
  });

  it('says what went wrong in one region and loads it again', async () => {
    const listWorkloads = jest
      .fn()
      .mockRejectedValueOnce(refusal(503, 'the index is not ready'))
      .mockResolvedValue({ items: [], freshness: [] });
    renderLakehouse('/lakehouse', { listWorkloads });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('the index is not ready');
    expect(await screen.findByText(/of your jobs failed/)).toBeInTheDocument();
    await userEvent.click(
      within(alert).getByRole('button', { name: 'Try again' }),
    );
    await waitFor(
      () => expect(screen.getByText('Nothing needs you')).toBeInTheDocument(),
      { timeout: 3000 },
    );
  });
});
