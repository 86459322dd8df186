import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { scmAuthApiRef } from '@backstage/integration-react';
import type {
  ChangeCheck,
  ChangeRequest,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { buildBranchManifest } from '@lakefront/backstage-plugin-lakehouse-common/testUtils';
import { domainDetailFixture } from '../../../__testUtils__/domains';
import { branchWorkloadDetail } from '../../../__testUtils__/lakefs';
import {
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../../../__testUtils__/renderLakehouse';
import { scaffolderFeature } from '../../../__testUtils__/scaffolderFeature';
import {
  detailFixture,
  manifestFixture,
} from '../../../__testUtils__/workloads';

const path =
  '/lakehouse/workloads/west/dom-sales/spark-application/daily-orders';

const check = (found: Partial<ChangeCheck> = {}): ChangeCheck => ({
  ok: true,
  problems: [],
  operations: [],
  consequences: ['Merging this runs daily-orders again from its beginning.'],
  files: [{ path: 'clusters/west/domains/sales/daily-orders.yaml', text: '' }],
  ...found,
});

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

const dialog = () => screen.findByRole('dialog');

describe('what can be asked for on a job', () => {
  it('says what a verb does, opens its pull request once, and shows where it is', async () => {
    const checkChange = jest.fn(async () => check());
    const proposeChange = jest
      .fn()
      .mockRejectedValueOnce(refusal(503, 'The Git host is away'))
      .mockResolvedValue({ id: 'c-42' });
    renderLakehouse(path, { checkChange, proposeChange });

    await press('Run again');
    const box = within(await dialog());
    expect(
      await box.findByText(/runs daily-orders again from its beginning/),
    ).toBeInTheDocument();
    expect(checkChange).toHaveBeenCalledWith({
      domain: 'sales',
      kubernetesCluster: 'west',
      objects: [
        {
          kind: 'spark-application',
          name: 'daily-orders',
          action: 'verb',
          verb: 'run-again',
        },
      ],
    });
    expect(await seriousFaults(await dialog())).toEqual([]);

    await press(/Open a pull request/);
    expect(await box.findByText('The Git host is away')).toBeInTheDocument();
    await press(/Open a pull request/);
    await waitFor(() => expect(proposeChange).toHaveBeenCalledTimes(2));
    const [[, first], [, second]] = proposeChange.mock.calls;
    expect(first.idempotencyKey).toMatch(/^[0-9a-f]{32}$/);
    expect(second).toEqual(first);
    expect(
      await screen.findByRole('heading', {
        name: /Add Spark job daily-orders to sales/,
      }),
    ).toBeInTheDocument();
  });

  it('asks with the own account where changes are made with that', async () => {
    const url = 'https://git.example.com/lakehouse/gitops';
    const proposeChange = jest.fn(
      async () => ({ id: 'c-42' } as ChangeRequest),
    );
    const getCredentials = jest
      .fn()
      .mockRejectedValueOnce(new Error('No auth provider available'))
      .mockResolvedValue({ token: 'oauth-of-mia', headers: {} });
    const scmAuth = ApiBlueprint.make({
      name: 'scm-auth',
      params: define =>
        define({
          ...{ api: scmAuthApiRef, deps: {} },
          factory: () => ({ getCredentials }),
        }),
    });
    renderLakehouse(
      path,
      {
        ...{ checkChange: async () => check(), proposeChange },
        getDomain: async () => ({
          ...{ ...domainDetailFixture, gitAccounts: { west: url } },
        }),
      },
      [createFrontendModule({ pluginId: 'app', extensions: [scmAuth] })],
    );

    await press('Run again');
    const box = within(await dialog());
    await press(/Open a pull request/);
    expect(
      await box.findByText(/could not sign you in to: No auth provider/),
    ).toBeInTheDocument();
    expect(proposeChange).not.toHaveBeenCalled();
    await press(/Open a pull request/);
    await waitFor(() =>
      expect(proposeChange).toHaveBeenCalledWith(
        expect.anything(),
        expect.objectContaining({ gitToken: 'oauth-of-mia' }),
      ),
    );
    // Backstage's own question could not be answered behind the dialog.
    expect(getCredentials).toHaveBeenLastCalledWith({
      ...{ url, additionalScope: { repoWrite: true }, instantPopup: true },
    });
  });

  it('offers only what makes sense in the state it is in', async () => {
    renderLakehouse(path, {
      getWorkload: async () => ({
        ...detailFixture,
        workload: { ...detailFixture.workload, state: 'suspended' },
      }),
    });
    const actions = within(
      await screen.findByRole('group', { name: 'Actions' }),
    );
    expect(
      actions.getAllByRole('button').map(({ textContent }) => textContent),
    ).toEqual(['Resume', 'Resize', 'Edit', 'Delete']);
  });

  it('offers nothing but to adopt what is not in Git, and says so', async () => {
    const checkChange = jest.fn(async () =>
      check({ consequences: ['daily-orders is live already.'] }),
    );
    const { container } = renderLakehouse(path, {
      checkChange,
      getWorkload: async () => ({
        ...detailFixture,
        workload: { ...detailFixture.workload, notInGit: true },
      }),
    });
    const actions = within(
      await screen.findByRole('group', { name: 'Actions' }),
    );
    expect(actions.getAllByRole('button')).toHaveLength(1);
    expect(actions.getByText(/^Not in Git: somebody/)).toBeInTheDocument();
    expect(screen.getByText('· not in Git')).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
    await press('Adopt');
    const box = within(await dialog());
    expect(await box.findByText(/is live already/)).toBeInTheDocument();
    expect(checkChange).toHaveBeenCalledWith(
      expect.objectContaining({
        objects: [
          { kind: 'spark-application', name: 'daily-orders', action: 'adopt' },
        ],
      }),
    );
    expect(
      box.getByRole('button', { name: /pull request to adopt/ }),
    ).toBeEnabled();
  });

  it('deletes only what was named', async () => {
    renderLakehouse(path, { checkChange: async () => check() });
    await press('Delete');
    const box = within(await dialog());
    await box.findByText(/from its beginning/);
    const submit = box.getByRole('button', { name: /pull request to delete/ });
    expect(submit).toBeDisabled();
    await userEvent.type(box.getByRole('textbox'), 'daily-order');
    expect(submit).toBeDisabled();
    await userEvent.type(box.getByRole('textbox'), 's');
    expect(submit).toBeEnabled();
  });

  it('edits what is in Git, and sends only what was changed', async () => {
    const checkChange = jest.fn(async () => check());
    renderLakehouse(path, { checkChange });
    await press('Edit');
    const box = within(await dialog());
    const memory = await box.findByRole('textbox', { name: /Driver memory/ });
    expect(memory).toHaveValue('4g');
    expect(
      box.getByRole('button', { name: /pull request to change/ }),
    ).toBeDisabled();
    expect(checkChange).not.toHaveBeenCalled();
    await userEvent.clear(memory);
    await userEvent.type(memory, '8g');
    await box.findByText(/from its beginning/);
    expect(checkChange).toHaveBeenLastCalledWith(
      expect.objectContaining({
        objects: [
          {
            kind: 'spark-application',
            name: 'daily-orders',
            action: 'edit',
            values: [{ path: 'spec.driver.memory', value: '8g' }],
          },
        ],
      }),
    );
  });

  it('chooses among what may be, and leaves to a verb what is said with it', async () => {
    const checkChange = jest.fn(async () => check());
    renderLakehouse(
      '/lakehouse/workloads/west/dom-sales/lakefs-branch/new-prices',
      {
        checkChange,
        getWorkload: async () => branchWorkloadDetail,
        getWorkloadManifest: async () => ({
          ...manifestFixture,
          git: {
            ...manifestFixture.git!,
            object: buildBranchManifest({ name: 'new-prices' }),
          },
        }),
      },
    );
    await press('Edit');
    const box = within(await dialog());
    expect(
      await box.findByRole('textbox', { name: /Expires after/ }),
    ).toHaveAccessibleDescription('A day as 2026-12-24, or nothing.');
    expect(box.queryByText('Into branch')).toBeNull();
    const policy = box.getByRole('button', { name: /has expired/ });
    expect(policy).toHaveTextContent('Retain');
    await userEvent.click(policy);
    const options = screen.getAllByRole('option');
    expect(options.map(({ textContent }) => textContent)).toEqual([
      'Nothing said',
      'Retain',
      'Delete',
    ]);
    await userEvent.click(screen.getByRole('option', { name: 'Delete' }));
    await waitFor(() =>
      expect(checkChange).toHaveBeenLastCalledWith(
        expect.objectContaining({
          objects: [
            {
              kind: 'lakefs-branch',
              name: 'new-prices',
              action: 'edit',
              values: [{ path: 'spec.deletionPolicy', value: 'Delete' }],
            },
          ],
        }),
      ),
    );
    expect(await seriousFaults(await dialog())).toEqual([]);
  });

  it('opens the form that it is made with, where one makes just this', async () => {
    const answers = { name: 'daily-orders', language: 'Python', retries: 2 };
    renderLakehouse(
      path,
      {
        getWorkloadManifest: async () => ({
          ...manifestFixture,
          git: {
            ...manifestFixture.git!,
            form: { template: 'spark-job', answers },
          },
        }),
      },
      [scaffolderFeature],
    );
    await press('Edit');
    const link = within(await dialog()).findByRole('link', {
      name: 'Open in template',
    });
    const { pathname, searchParams } = new URL(
      (await link).getAttribute('href')!,
      'http://portal.test',
    );
    expect(pathname).toBe('/create/templates/default/spark-job');
    expect(JSON.parse(searchParams.get('formData')!)).toEqual({
      ...answers,
      place: { domain: 'sales', kubernetesCluster: 'west' },
      action: 'update',
    });
  });

  it('opens no form for what none makes', async () => {
    renderLakehouse(path, {}, [scaffolderFeature]);
    await press('Edit');
    const box = within(await dialog());
    expect(await box.findByLabelText('Driver memory')).toBeInTheDocument();
    expect(box.queryByRole('link')).toBeNull();
  });

  it('resizes by the sizes that are in Git, and says what it asks for before', async () => {
    const checkChange = jest.fn(async () =>
      check({
        fit: {
          fits: true,
          summary: 'asks for 9 CPU, 20 GiB; sales has 22 CPU, 76 GiB left',
          problems: [],
        },
      }),
    );
    renderLakehouse(path, { checkChange });
    await press('Resize');
    const box = within(await dialog());
    const cores = await box.findByRole('textbox', { name: 'Executor CPU' });
    expect(box.getByText(/^Asks for .* now\.$/)).toBeInTheDocument();
    expect(box.queryByRole('textbox', { name: /Image/ })).toBeNull();
    expect(box.queryByRole('textbox', { name: /at most/ })).toBeNull();
    await userEvent.clear(cores);
    await userEvent.type(cores, '3');
    expect(await box.findByText(/It fits: it asks for 9/)).toBeInTheDocument();
    expect(box.getByText(/from its beginning/)).toBeInTheDocument();
    expect(checkChange).toHaveBeenLastCalledWith(
      expect.objectContaining({
        objects: [
          {
            kind: 'spark-application',
            name: 'daily-orders',
            action: 'verb',
            verb: 'resize',
            values: [{ path: 'spec.executor.cores', value: 3 }],
          },
        ],
      }),
    );
    expect(
      box.getByRole('button', {
        name: 'Open a pull request to resize daily-orders',
      }),
    ).toBeEnabled();
    expect(await seriousFaults(await dialog())).toEqual([]);
  });

  it('shows what stands in the way, and asks for nothing then', async () => {
    renderLakehouse(path, {
      checkChange: async () =>
        check({
          ok: false,
          problems: [
            {
              severity: 'error',
              code: 'name',
              message: "daily-orders can't be changed: it is not in Git",
            },
            {
              severity: 'error',
              code: 'schema',
              path: 'object.spec.arguments[1]',
              message: 'must be string',
            },
          ],
        }),
    });
    await press('Suspend');
    const box = within(await dialog());
    expect(await box.findByText(/it is not in Git/)).toBeInTheDocument();
    expect(box.getByText('spec.arguments[1]')).toBeInTheDocument();
    expect(box.getByRole('button', { name: /suspend/ })).toBeDisabled();
  });

  it('says who can let somebody change it who may only look', async () => {
    renderLakehouse(path, {
      getWorkload: async () => ({ ...detailFixture, mayChange: false }),
    });
    expect(
      await screen.findByText(/sales-data can give you a role that may/),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Edit' })).toBeDisabled();
  });
});
