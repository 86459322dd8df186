import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  MASKED,
  type WorkloadManifest,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { buildSchedule } from '@lakefront/backstage-plugin-lakehouse-common/testUtils';
import {
  awayKubeflow,
  pipelineDetailFixture,
  scheduleFixture,
  versionDetailFixture,
  versionFixture,
} from '../../__testUtils__/kubeflow';
import {
  never,
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../../__testUtils__/renderLakehouse';
import {
  detailFixture,
  manifestFixture,
  workloadFixture,
} from '../../__testUtils__/workloads';

jest.setTimeout(30_000);

const path = '/lakehouse/pipelines/pipeline/west/dom-sales/orders-features';
const version =
  '/lakehouse/pipelines/version/west/dom-sales/orders-features-v2';

/** The pipeline's or the version's object itself. */
const getWorkload = async (address: { kind: string; name: string }) => ({
  ...detailFixture,
  workload: workloadFixture({
    ...{ kind: address.kind, name: address.name },
    ...{ role: 'pipeline', state: 'succeeded', stateDetail: 'Ready' },
  }),
});

describe('a pipeline', () => {
  it('says how it goes, and shows its versions', async () => {
    const { container } = renderLakehouse(path);
    expect(
      await screen.findByText(
        /^Ran 12 times this week, 2 failed; usually takes 8 min; next run in 3 h\.$/,
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/34 of 36 runs succeeded \(94 %\)\./),
    ).toBeInTheDocument();
    const rows = within(
      screen.getByRole('table', { name: 'Versions' }),
    ).getAllByRole('row');
    expect(rows).toHaveLength(3);
    expect(within(rows[1]).getByRole('link', { name: 'v2' })).toHaveAttribute(
      'href',
      version,
    );
    expect(
      within(rows[1]).getByRole('link', { name: 'Source ↗' }),
    ).toHaveAttribute('href', 'https://git.test/ml/orders/tree/v2');
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('asks for a schedule to be suspended or resumed, by a pull request', async () => {
    const { api, container } = renderLakehouse(`${path}?tab=schedules`);
    const checkChange = jest.spyOn(api, 'checkChange');
    const rows = within(
      await screen.findByRole('table', { name: 'Schedules' }),
    ).getAllByRole('row');
    expect(rows[1]).toHaveTextContent(
      /Activenightly.*At 03:00 AM, Europe\/Berlin.*the newest.*in 3 h/,
    );
    expect(rows[2]).toHaveTextContent(/Suspendedhourly/);
    expect(await seriousFaults(container)).toEqual([]);
    expect(
      within(rows[2]).getByRole('button', { name: 'Resume hourly' }),
    ).toBeInTheDocument();
    await userEvent.click(
      within(rows[1]).getByRole('button', { name: 'Suspend nightly' }),
    );
    expect(
      await screen.findByRole('dialog', { name: 'Suspend: nightly' }),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(checkChange).toHaveBeenCalledWith({
        domain: 'sales',
        kubernetesCluster: 'west',
        objects: [
          {
            kind: 'kubeflow-schedule',
            name: 'nightly',
            action: 'verb',
            verb: 'suspend',
          },
        ],
      }),
    );
  });

  describe('has a schedule whose parameters', () => {
    const given = { pipeline: 'orders-features', values: { day: 'yesterday' } };
    const opened = async (over: Partial<WorkloadManifest['git']> = {}) => {
      const { api } = renderLakehouse(`${path}?tab=schedules`, {
        getWorkloadManifest: async () => ({
          ...manifestFixture,
          git: {
            ...manifestFixture.git!,
            object: buildSchedule({ parameters: given.values }),
            parameters: given,
            ...over,
          },
        }),
      });
      const checkChange = jest.spyOn(api, 'checkChange');
      await userEvent.click(
        await screen.findByRole('button', { name: 'Edit nightly' }),
      );
      return { checkChange, dialog: await screen.findByRole('dialog') };
    };

    it('are changed with its time, as its version has them', async () => {
      const { checkChange, dialog } = await opened();
      const box = within(dialog);
      const day = await box.findByRole('textbox', { name: 'day' });
      expect(day).toHaveValue('yesterday');
      expect(day).toHaveAccessibleDescription('Which day to read · text');
      expect(box.getByRole('textbox', { name: 'Time zone' })).toHaveValue(
        'Europe/Berlin',
      );
      const regions = box.getByRole('textbox', { name: 'regions' });
      expect(await seriousFaults(dialog)).toEqual([]);

      await userEvent.click(regions);
      await userEvent.paste('["north"');
      expect(regions).toHaveAccessibleDescription('regions must be a list');
      expect(
        box.getByRole('button', { name: /pull request to change/ }),
      ).toBeDisabled();
      await userEvent.click(regions);
      await userEvent.paste(']');
      const when = box.getByRole('textbox', { name: 'When' });
      await userEvent.clear(when);
      await userEvent.type(when, '0 4 * * *');
      await waitFor(() =>
        expect(checkChange).toHaveBeenLastCalledWith({
          domain: 'sales',
          kubernetesCluster: 'west',
          objects: [
            {
              kind: 'kubeflow-schedule',
              name: 'nightly',
              action: 'edit',
              values: [
                { path: 'spec.schedule', value: '0 4 * * *' },
                {
                  path: 'parameters',
                  value: { day: 'yesterday', regions: ['north'] },
                },
              ],
            },
          ],
        }),
      );
    });

    it('are left where one is needed, or none of its version', async () => {
      const { dialog } = await opened({
        parameters: { ...given, values: { old: 1 } },
      });
      const box = within(dialog);
      await userEvent.click(
        await box.findByRole('button', { name: 'Leave old out' }),
      );
      expect(
        box.getByRole('textbox', { name: 'day' }),
      ).toHaveAccessibleDescription('day is needed');
      expect(
        box.getByRole('button', { name: /pull request to change/ }),
      ).toBeDisabled();
    });

    it.each<[string, Partial<WorkloadManifest['git']>, RegExp]>([
      [
        'are hidden',
        { parameters: { ...given, values: { api_key: MASKED } } },
        /look(s)? like a credential: change them in Git/,
      ],
      [
        'are unreadable',
        { parameters: undefined },
        /can't be read as parameters/,
      ],
    ])('%s are not changed here', async (_what, over, note) => {
      const { dialog } = await opened(over);
      expect(await within(dialog).findByText(note)).toBeInTheDocument();
      expect(within(dialog).queryByRole('textbox', { name: 'day' })).toBeNull();
    });
  });

  it('lists its runs alone', async () => {
    const { api } = renderLakehouse(`${path}?tab=runs`);
    const listPipelineRuns = jest.spyOn(api, 'listPipelineRuns');
    expect(
      await screen.findByRole('table', { name: 'Runs' }),
    ).toHaveTextContent('nightly-20260102T0300Z');
    expect(listPipelineRuns).toHaveBeenCalledWith(
      expect.objectContaining({
        pipeline: 'orders-features',
        domain: ['sales'],
        kubernetesCluster: ['west'],
      }),
      expect.anything(),
    );
    expect(
      screen.getByRole('link', { name: 'Search and filter these runs' }),
    ).toHaveAttribute(
      'href',
      expect.stringMatching(/tab=runs&pipeline=orders-features/),
    );
  });

  it('shows the graph of the newest version with a list beside it', async () => {
    const getPipelineVersion = jest.fn(async () => versionDetailFixture);
    renderLakehouse(`${path}?tab=graph`, { getPipelineVersion });
    const table = await screen.findByRole('table', { name: 'Steps' });
    expect(table).toHaveTextContent('if check.ok == true');
    expect(table).toHaveTextContent('for each of regions, 2 at once');
    expect(getPipelineVersion).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'orders-features-v2' }),
      expect.anything(),
    );
  });

  it('says what goes with it before its removal is asked for', async () => {
    renderLakehouse(path, { getWorkload });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete' }),
    );
    expect(
      await screen.findByText(
        /^With it go its 2 versions: orders-features-v2 and orders-features-v1, and these schedules: nightly and hourly\./,
      ),
    ).toBeInTheDocument();
  });

  it('is removed with its versions and schedules by one change', async () => {
    const checkChange = jest.fn(async () => ({
      ...{ ok: true, problems: [], operations: [] },
      ...{ consequences: [], files: [] },
    }));
    renderLakehouse(path, {
      ...{ getWorkload, checkChange },
      getPipeline: async () => ({
        ...pipelineDetailFixture,
        versions: [
          versionFixture(),
          versionFixture({ name: 'uploaded', notInGit: true }),
        ],
        schedules: [
          scheduleFixture(),
          scheduleFixture({ name: 'by-hand', notInGit: true }),
        ],
      }),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete' }),
    );
    expect(
      await screen.findByText(
        /^With it go its 2 versions: orders-features-v2 and uploaded, and these schedules: nightly\./,
      ),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(checkChange).toHaveBeenCalledWith({
        ...{ domain: 'sales', kubernetesCluster: 'west' },
        objects: [
          ['kubeflow-pipeline', 'orders-features'],
          ['kubeflow-pipeline-version', 'orders-features-v2'],
          ['kubeflow-schedule', 'nightly'],
        ].map(([kind, name]) => ({ kind, name, action: 'delete' })),
      }),
    );
  });

  it('lives on while Kubeflow is away', async () => {
    renderLakehouse(path, {
      getPipeline: async () => ({
        ...pipelineDetailFixture,
        kubeflow: awayKubeflow,
        versions: [],
        schedules: [],
        success: { ended: 0, succeeded: 0, days: [] },
      }),
    });
    expect(
      await screen.findByText(/Kubeflow Pipelines of west does not answer/),
    ).toBeInTheDocument();
    expect(screen.getByText('No versions yet')).toBeInTheDocument();
    expect(screen.getByText('No run ended in this time.')).toBeInTheDocument();
  });

  it('shows its shape while it loads, and does not tell what is not there from what is not theirs', async () => {
    const { unmount } = renderLakehouse(path, { getPipeline: never });
    expect(await screen.findByLabelText('Loading')).toBeInTheDocument();
    unmount();
    renderLakehouse(path, {
      getPipeline: async () => {
        throw refusal(404, 'x');
      },
    });
    expect(
      await screen.findByText('There is no pipeline orders-features here'),
    ).toBeInTheDocument();
  });
});

describe('a version of a pipeline', () => {
  it('says what is in it and what changed, and marks it', async () => {
    const { container } = renderLakehouse(version);
    expect(
      await screen.findByText(
        /5 steps, at most 8 CPU, 26 GiB, 1 GPU at once; 12 runs of it, 1 schedule names it\. Against orders-features-v1: 1 step is new/,
      ),
    ).toBeInTheDocument();
    const rows = within(
      await screen.findByRole('table', { name: 'Steps' }),
    ).getAllByRole('row');
    expect(
      rows.find(row => row.textContent?.startsWith('report')),
    ).toHaveTextContent(/^reportnew/);
    expect(
      rows.find(row => row.textContent?.startsWith('fit')),
    ).toHaveTextContent(/^fitchanged.*4 CPU, 16 GiB, 1 GPUyesup to 2/);
    expect(screen.getByText('kfp-2.14.0')).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it.each([
    ['changes', 'What changed against orders-features-v1', /8 GiB16 GiB/],
    ['inputs', 'Inputs', /daystringhas to be said/],
    ['used', 'Schedules', /nightly/],
  ])('shows %s', async (tab, name, text) => {
    const { container } = renderLakehouse(`${version}?tab=${tab}`);
    expect(await screen.findByRole('table', { name })).toHaveTextContent(text);
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says why what is in it is not shown', async () => {
    const { container } = renderLakehouse(version, {
      getPipelineVersion: async () => ({
        ...versionDetailFixture,
        compiled: null,
        problem: 'Line 3: schemaVersion is 1.0, not 2.1.0.',
      }),
    });
    expect(
      await screen.findByText('Line 3: schemaVersion is 1.0, not 2.1.0.'),
    ).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('is the first where there is none before it', async () => {
    const comparePipelineVersions = jest.fn();
    renderLakehouse(`${version}?tab=changes`, {
      getPipelineVersion: async () => ({
        ...versionDetailFixture,
        before: undefined,
      }),
      comparePipelineVersions,
    });
    expect(
      await screen.findByText('It is the first version'),
    ).toBeInTheDocument();
    expect(comparePipelineVersions).not.toHaveBeenCalled();
  });

  it('says what uses it before its removal is asked for', async () => {
    renderLakehouse(version, { getWorkload });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete' }),
    );
    expect(
      await screen.findByText(
        /^nightly names it and can start no run any more\. 12 runs of it stay listed/,
      ),
    ).toBeInTheDocument();
  });
});

describe('two runs side by side', () => {
  const compare =
    '/lakehouse/pipelines/compare?first=west/dom-sales/run-1&second=west/dom-sales/run-0';

  it('says in what they differ, then shows it', async () => {
    const { container, api } = renderLakehouse(compare);
    const comparePipelineRuns = jest.spyOn(api, 'comparePipelineRuns');
    expect(
      await screen.findByText(
        /^1 parameter differs; 2 steps ended otherwise; 1 metric differs\. The second took 2 min less\.$/,
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('table', { name: 'Steps of both runs' }),
    ).toHaveTextContent(/fitFailedSucceeded10 min4 min−6 min/);
    expect(screen.getByRole('table', { name: 'Metrics' })).toHaveTextContent(
      '0.873',
    );
    expect(comparePipelineRuns).toHaveBeenCalledWith(
      { kubernetesCluster: 'west', namespace: 'dom-sales', name: 'run-1' },
      { kubernetesCluster: 'west', namespace: 'dom-sales', name: 'run-0' },
      expect.anything(),
    );
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says what to do where the address names no two runs', async () => {
    renderLakehouse('/lakehouse/pipelines/compare?first=west/dom-sales/a');
    expect(
      await screen.findByText('Two runs are compared'),
    ).toBeInTheDocument();
  });

  it('says what went wrong', async () => {
    renderLakehouse(compare, {
      comparePipelineRuns: async () => {
        throw refusal(404, 'x');
      },
    });
    expect(
      await screen.findByText('There is no comparison of these runs here'),
    ).toBeInTheDocument();
  });
});
