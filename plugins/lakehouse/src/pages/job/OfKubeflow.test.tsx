import { screen } from '@testing-library/react';
import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import {
  renderLakehouse,
  seriousFaults,
} from '../../__testUtils__/renderLakehouse';
import { detailFixture, workloadFixture } from '../../__testUtils__/workloads';

const open = (extra: Partial<Workload>) => {
  const workload = workloadFixture({
    ...{ startedAt: undefined, reason: undefined, usual: undefined },
    ...extra,
  });
  return renderLakehouse(
    `/lakehouse/workloads/west/dom-sales/${workload.kind}/${workload.name}`,
    { getWorkload: async () => ({ ...detailFixture, workload }) },
  );
};

describe('the objects of Kubeflow', () => {
  it('leads from a run to its steps, and offers nothing that would write it', async () => {
    const { container } = open({
      ...{ kind: 'kubeflow-run', role: 'run', name: 'orders-features-x7k2p' },
      state: 'failed',
      stateDetail: 'Failed',
      pipeline: { runId: 'run-1', runName: 'nightly' },
    });
    expect(
      await screen.findByRole('link', {
        name: 'Its steps, their logs and values',
      }),
    ).toHaveAttribute('href', '/lakehouse/pipelines/run/west/dom-sales/run-1');
    expect(screen.getByRole('tab', { name: 'Log' })).toBeInTheDocument();
    expect(screen.queryByRole('group', { name: 'Actions' })).toBeNull();
    expect(screen.queryByText(/driver made/)).toBeNull();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it.each([
    [
      'pipeline' as const,
      'kubeflow-pipeline',
      { name: 'orders' },
      'Its versions, schedules and runs',
      '/lakehouse/pipelines/pipeline/west/dom-sales/orders',
    ],
    [
      'version' as const,
      'kubeflow-pipeline-version',
      { name: 'orders', version: 'orders-v2' },
      'Its graph and what uses it',
      '/lakehouse/pipelines/version/west/dom-sales/orders-v2',
    ],
  ])(
    'does not say of a %s that it succeeded',
    async (role, kind, pipeline, name, href) => {
      const { container } = open({
        ...{ role, kind, pipeline, name: 'it', state: 'succeeded' },
        stateDetail: 'Ready',
      });
      expect(await screen.findByText('Ready')).toBeInTheDocument();
      expect(screen.getByText(/^It is there: its/)).toBeInTheDocument();
      expect(screen.getByRole('link', { name })).toHaveAttribute('href', href);
      expect(screen.queryByRole('tab', { name: 'Log' })).toBeNull();
      expect(await seriousFaults(container)).toEqual([]);
    },
  );

  it('leads from a schedule to the runs that it started', async () => {
    open({
      ...{ role: 'schedule', kind: 'kubeflow-schedule', name: 'nightly' },
      state: 'succeeded',
      stateDetail: 'Scheduled',
      pipeline: { name: 'orders' },
    });
    expect(await screen.findByText('Active')).toBeInTheDocument();
    expect(
      screen.getByText('Active: it waits for its first time.'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Runs that it started' }),
    ).toHaveAttribute(
      'href',
      '/lakehouse/pipelines?tab=runs&schedule=nightly&domain=sales&kubernetesCluster=west',
    );
  });

  it('speaks of no driver where a run is started', async () => {
    open({
      ...{ kind: 'kubeflow-start', name: 'once', state: 'pending' },
      pipeline: { name: 'orders', version: 'orders-v2' },
    });
    expect(
      await screen.findByRole('link', { name: 'The pipeline orders' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'The version orders-v2' }),
    ).toBeInTheDocument();
    expect(await screen.findByText('pod made')).toBeInTheDocument();
    expect(screen.queryByText('driver made')).toBeNull();
  });
});
