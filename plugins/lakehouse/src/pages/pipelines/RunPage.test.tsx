import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  awayKubeflow,
  runDetailFixture,
  runFixture,
  valuesFixture,
} from '../../__testUtils__/kubeflow';
import {
  never,
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../../__testUtils__/renderLakehouse';

const path = '/lakehouse/pipelines/run/west/dom-sales/run-1';
const panel = () => screen.findByRole('region', { name: 'The step' });
const steps = () => screen.findByRole('table', { name: 'Steps' });

describe('a run of a pipeline', () => {
  it('says why it failed, and shows the step that did', async () => {
    const { container, api } = renderLakehouse(path);
    const openLog = jest.spyOn(api, 'openLog');
    expect(
      await screen.findByText(
        /^Failed 50 min ago after 10 min at fit, round 2: fit ran out of memory \(exit 137, limit 16 GiB\)\. Usually takes 8 min\.$/,
      ),
    ).toBeInTheDocument();
    const step = within(await panel());
    expect(step.getByRole('heading', { name: 'fit, round 2' })).toBeVisible();
    expect(
      step.getByText(/^Failed after 6 min, tried 3 times: fit ran out/),
    ).toBeInTheDocument();
    expect(step.getByText('4 CPU, 16 GiB, 1 GPU')).toBeInTheDocument();
    expect(await step.findByRole('log')).toBeInTheDocument();
    expect(openLog).toHaveBeenCalledWith(
      expect.objectContaining({
        kind: 'kubeflow-run',
        name: 'orders-features-x7k2p',
      }),
      'orders-features-x7k2p-fit-1',
      expect.objectContaining({ follow: false }),
      expect.anything(),
    );
    expect(
      screen.getByRole('link', { name: 'orders-features' }),
    ).toHaveAttribute(
      'href',
      '/lakehouse/pipelines/pipeline/west/dom-sales/orders-features',
    );
    expect(screen.getByRole('link', { name: 'Kubeflow ↗' })).toHaveAttribute(
      'href',
      'http://kfp.test/#/runs/details/run-1',
    );
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('lists every step with its state, each a link that holds it', async () => {
    renderLakehouse(path);
    const rows = within(await steps()).getAllByRole('row');
    expect(rows[1]).toHaveTextContent('Cachedextract');
    expect(rows[7]).toHaveTextContent('Skippedpublish');
    const link = within(rows[2]).getByRole('link', { name: 'check' });
    expect(link).toHaveAttribute('href', expect.stringMatching(/step=check/));
    await userEvent.click(link);
    expect(
      await within(await panel()).findByRole('heading', { name: 'check' }),
    ).toBeVisible();
  });

  it('shows what went in and came out of the step that the address names', async () => {
    const getPipelineStepValues = jest.fn(async () => valuesFixture);
    const { container } = renderLakehouse(
      `${path}?step=if-good/each-region/fit&round=0&tab=values`,
      { getPipelineStepValues },
    );
    const step = within(await panel());
    expect(
      await step.findByRole('heading', { name: 'fit, round 1' }),
    ).toBeVisible();
    const metrics = within(
      await step.findByRole('region', { name: 'Metrics' }),
    );
    expect(metrics.getByText('0.873')).toBeInTheDocument();
    expect(step.getByText('s3://lake/sales/orders/rows')).toBeInTheDocument();
    expect(getPipelineStepValues).toHaveBeenCalledWith(
      { ...runDetailFixture.run, name: 'run-1' },
      { step: 'if-good/each-region/fit', iteration: [0] },
      expect.anything(),
    );
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says of a condition when its steps run, and reads no pod', async () => {
    renderLakehouse(`${path}?step=if-good`);
    const step = within(await panel());
    expect(await step.findByText('check.ok == true')).toBeInTheDocument();
    expect(step.queryByRole('tab')).toBeNull();
  });

  it('lives on without its Workflow and its graph, and says what is missing', async () => {
    const { container } = renderLakehouse(path, {
      getPipelineRun: async () => ({
        ...runDetailFixture,
        run: runFixture({ workload: undefined }),
        graph: null,
        missing: ['The version it ran is gone: its graph is not known.'],
        kubeflow: awayKubeflow,
      }),
    });
    expect(
      await screen.findByText(/its graph is not known/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Kubeflow Pipelines of west does not answer since/),
    ).toBeInTheDocument();
    await userEvent.click(
      within(await panel()).getByRole('tab', { name: 'Log' }),
    );
    expect(await screen.findByText('The pod is gone')).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'In the cluster' })).toBeNull();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says why values are not told', async () => {
    renderLakehouse(`${path}?tab=values`, {
      getPipelineStepValues: async () => ({
        ...valuesFixture,
        problem: 'Kubeflow Pipelines of west does not answer.',
      }),
    });
    expect(await screen.findByText('Not told')).toBeInTheDocument();
  });

  it('goes to the comparison with another run of the pipeline', async () => {
    const listPipelineRuns = jest.fn(async () => ({
      items: [runFixture(), runFixture({ runId: 'run-0', name: 'before' })],
      freshness: [],
      kubeflow: [],
      backfill: [],
    }));
    renderLakehouse(path, { listPipelineRuns });
    await userEvent.click(
      await screen.findByRole('button', { name: /Compare with another run/ }),
    );
    const options = await screen.findAllByRole('option');
    expect(options).toHaveLength(1);
    expect(options[0]).toHaveTextContent('before');
    await waitFor(() =>
      expect(listPipelineRuns).toHaveBeenCalledWith(
        expect.objectContaining({
          pipeline: 'orders-features',
          domain: ['sales'],
          kubernetesCluster: ['west'],
        }),
      ),
    );
  });

  it('shows its shape while it loads, and does not tell what is not there from what is not theirs', async () => {
    const { unmount } = renderLakehouse(path, { getPipelineRun: never });
    expect(await screen.findByLabelText('Loading')).toBeInTheDocument();
    unmount();
    renderLakehouse(path, {
      getPipelineRun: async () => {
        throw refusal(404, 'x');
      },
    });
    expect(
      await screen.findByText('There is no run run-1 here'),
    ).toBeInTheDocument();
  });
});
