import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fieldTests, salesOnWest } from '../__testUtils__/fieldTests';
import { seriousFaults } from '../__testUtils__/renderLakehouse';
import { domainFixture, domainDetailFixture } from '../__testUtils__/domains';
import { DomainPicker } from './DomainPicker';
import { NamePicker } from './NamePicker';
import { SecretEnvField } from './SecretEnvField';
import { SettingPicker } from './SettingPicker';
import { SparkSizeField } from './SparkSizeField';

const place = salesOnWest;
const { renderField } = fieldTests();

/** Opens a list as soon as there is something to choose from. */
async function openList(name: RegExp) {
  await waitFor(() =>
    expect(screen.getByRole('button', { name })).not.toHaveAttribute(
      'aria-disabled',
    ),
  );
  await userEvent.click(screen.getByRole('button', { name }));
}

describe('LakehouseDomainPicker', () => {
  const field = {
    field: DomainPicker,
    name: 'place',
    schema: { type: 'object', title: 'Domain' },
  };

  it('chooses the only domain that one may change by itself', async () => {
    const { container, form } = renderField(field);
    await waitFor(() => expect(form.values.place).toEqual(place));
    expect(screen.getByText('sales on west')).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('signs in to the Git host where changes are made with the own account', async () => {
    const url = 'https://git.example.com/lakehouse/gitops';
    const getCredentials = jest
      .fn()
      .mockRejectedValueOnce(new Error('Login failed'))
      .mockResolvedValue({ token: 'oauth-of-mia', headers: {} });
    const getDomain = async () => ({
      ...{ ...domainDetailFixture, gitAccounts: { west: url } },
    });
    const { form } = renderField(
      field,
      {},
      { api: { getDomain }, scmAuth: { getCredentials } },
    );

    expect(
      await screen.findByText(
        /Changes of sales on west are made with your own account on git.example.com, which the portal could not sign you in to: Login failed/,
      ),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() =>
      expect(form.secrets).toEqual({ USER_OAUTH_TOKEN: 'oauth-of-mia' }),
    );
    expect(getCredentials).toHaveBeenLastCalledWith({
      ...{ url, additionalScope: { repoWrite: true } },
    });
    expect(JSON.stringify(form.values)).not.toContain('oauth-of-mia');
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: 'Sign in' })).toBeNull(),
    );
  });

  it('asks for no account where the portal makes the changes', async () => {
    const getCredentials = jest.fn();
    const { form } = renderField(field, {}, { scmAuth: { getCredentials } });
    await waitFor(() => expect(form.values.place).toEqual(place));
    expect(getCredentials).not.toHaveBeenCalled();
    expect(form.secrets).toEqual({});
  });

  it('keeps the place of what is there already', async () => {
    renderField(field, { place, action: 'update' });
    expect(await screen.findByText('sales on west')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /^Domain/ })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
  });

  it('shows what is chosen before the domains are read, and lets the form go on', async () => {
    const { container } = await renderField(
      { ...field, schema: { ...field.schema, required: ['domain'] } },
      { place },
      { api: { listDomains: () => new Promise(() => {}) } },
    );
    expect(
      await screen.findByRole('button', { name: /sales on west/ }),
    ).toBeInTheDocument();
    expect(container.querySelector('input')).toHaveValue('west/sales');
    // The browser refuses an empty hidden input without a word; the form says
    // itself what is missing.
    expect(container.querySelector('input')).not.toBeRequired();
  });

  it('asks again by itself when nothing answers', async () => {
    jest.useFakeTimers();
    try {
      const listDomains = jest
        .fn()
        .mockRejectedValueOnce(new TypeError('Failed to fetch'))
        .mockResolvedValue({ items: [domainFixture], freshness: [] });
      const { form } = renderField(field, {}, { api: { listDomains } });
      expect(
        await screen.findByText(
          "The domains could not be read: the portal's backend does not answer. It is asked again by itself.",
        ),
      ).toBeInTheDocument();
      await act(() => jest.advanceTimersByTimeAsync(4000));
      await waitFor(() => expect(form.values.place).toEqual(place));
      expect(listDomains).toHaveBeenCalledTimes(2);
    } finally {
      jest.useRealTimers();
    }
  });

  it('offers those that one may change, on each Kubernetes cluster', async () => {
    const { form } = renderField(
      field,
      {},
      {
        api: {
          listDomains: async () => ({
            items: [
              { ...domainFixture, kubernetesClusters: ['west', 'east'] },
              { ...domainFixture, name: 'risk', role: 'viewer' },
            ],
            freshness: [],
          }),
        },
      },
    );
    await openList(/^Domain/);
    expect(
      screen.getAllByRole('option').map(option => option.textContent),
    ).toEqual(['sales on west', 'sales on east']);
    await userEvent.click(
      screen.getByRole('option', { name: 'sales on east' }),
    );
    expect(form.values.place).toEqual({
      domain: 'sales',
      kubernetesCluster: 'east',
    });
  });

  it('says how to get a domain, and why one cannot be used', async () => {
    const none = renderField(
      field,
      {},
      {
        api: {
          listDomains: async () => ({ items: [], freshness: [] }),
        },
      },
    );
    expect(
      await screen.findByText(/no domain that you may change/),
    ).toBeInTheDocument();
    none.unmount();
    renderField(field, { place: { ...place, domain: 'risk' } });
    expect(
      await screen.findByText(/You may not change this domain/),
    ).toBeInTheDocument();
  });
});

describe('LakehouseNamePicker', () => {
  const field = {
    field: NamePicker,
    name: 'name',
    schema: { type: 'string', title: 'Name' },
    options: { kind: 'spark-application' },
  };

  it('keeps the name of what is there already', async () => {
    const listWorkloads = jest.fn();
    renderField(
      field,
      { place, name: 'daily-orders', action: 'update' },
      { api: { listWorkloads } },
    );
    expect(
      await screen.findByText('Changes daily-orders as it is in Git.'),
    ).toBeInTheDocument();
    expect(screen.getByLabelText('Name')).toBeDisabled();
    expect(listWorkloads).not.toHaveBeenCalled();
  });

  it('says as one types whether a name is valid and free', async () => {
    const { container, form } = renderField(field, { place });
    const input = await screen.findByLabelText('Name');
    await userEvent.type(input, 'Daily');
    expect(
      await screen.findByText(/begins with a lower-case letter/),
    ).toBeInTheDocument();
    await userEvent.clear(input);
    await userEvent.type(input, 'backfill-2024');
    expect(
      await screen.findByText(/backfill-2024 is taken: sales has one on west/),
    ).toBeInTheDocument();
    await userEvent.clear(input);
    await userEvent.type(input, 'daily-orders');
    expect(await screen.findByText(/is taken/)).toBeInTheDocument();
    await userEvent.type(input, '-v2');
    expect(
      await screen.findByText('daily-orders-v2 is free in sales.'),
    ).toBeInTheDocument();
    expect(form.values.name).toBe('daily-orders-v2');
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('knows the names that open requests give', async () => {
    renderField(
      field,
      { place },
      {
        api: {
          listWorkloads: async () => ({ items: [], freshness: [] }),
        },
      },
    );
    await userEvent.type(await screen.findByLabelText('Name'), 'daily-orders');
    expect(
      await screen.findByText(/is taken by an open request: "Add Spark job/),
    ).toBeInTheDocument();
  });
});

describe('LakehouseSparkSize', () => {
  const field = {
    field: SparkSizeField,
    name: 'size',
    schema: { type: 'object', title: 'Size' },
  };

  it('sends what it shows, and says what that asks for and whether it fits', async () => {
    const checkFit = jest.fn(async () => ({
      fits: true,
      summary: 'asks for 3 CPU; sales has 22 CPU left',
      problems: [],
    }));
    const { container, form } = renderField(
      field,
      { place, language: 'Scala' },
      { api: { checkFit } },
    );
    await waitFor(() =>
      expect(form.values.size).toEqual({
        driverCores: 1,
        driverMemory: '2g',
        executorCores: 1,
        executorMemory: '2g',
        instances: 2,
      }),
    );
    expect(
      await screen.findByText(/Asks for 3 CPU, 7\.1 GiB, 3 pods/),
    ).toBeInTheDocument();
    expect(await screen.findByText(/Fits: asks for 3 CPU/)).toBeInTheDocument();
    expect(checkFit).toHaveBeenLastCalledWith(
      expect.objectContaining({
        ...place,
        footprint: expect.objectContaining({ cpu: 3, pods: 3 }),
      }),
    );
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('changes with every number, and says what does not fit', async () => {
    renderField(
      field,
      { place, language: 'Python' },
      {
        api: {
          checkFit: async ({ footprint }) => ({
            fits: footprint.cpu < 10,
            summary: 'x',
            problems:
              footprint.cpu < 10
                ? []
                : [
                    {
                      code: 'quota',
                      resource: 'requests.cpu',
                      message: 'sales has 9 CPU left',
                      asked: footprint.cpu,
                      available: 9,
                    },
                  ],
          }),
        },
      },
    );
    const executors = await screen.findByLabelText('Executors');
    await userEvent.clear(executors);
    expect(
      await screen.findByText(/number of executors is a whole number/),
    ).toBeInTheDocument();
    await userEvent.type(executors, '20');
    expect(await screen.findByText(/Asks for 21 CPU/)).toBeInTheDocument();
    expect(
      await screen.findByText(/Would have to wait: sales has 9 CPU left/),
    ).toBeInTheDocument();
  });

  it('lets Spark ask for as many executors as it needs', async () => {
    const { form } = renderField(field, { place });
    await userEvent.click(
      await screen.findByLabelText(/As many executors as the work needs/),
    );
    await waitFor(() =>
      expect(form.values.size).toMatchObject({
        dynamicAllocation: { minExecutors: 1, maxExecutors: 2 },
      }),
    );
    expect(form.values.size).not.toHaveProperty('instances');
    expect(await screen.findByText(/executor: 1 to 2 ×/)).toBeInTheDocument();
  });
});

describe('LakehouseSettingPicker', () => {
  const field = (setting: string, options: object = {}, type = 'string') => ({
    field: SettingPicker,
    name: 'setting',
    schema: { type, title: 'Setting' },
    options: { setting, ...options },
  });

  it('asks for the domain first', async () => {
    renderField(field('images'));
    expect(
      await screen.findByText('Choose a domain first.'),
    ).toBeInTheDocument();
  });

  it('offers what the settings of the domain name', async () => {
    const { container, form } = renderField(field('images'), { place });
    await openList(/^Setting/);
    await userEvent.click(
      screen.getByRole('option', { name: /Spark 4.0.1 with Python/ }),
    );
    expect(form.values.setting).toBe('registry.test/spark:4.0.1-python');
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('takes several', async () => {
    const { form } = renderField(
      field('catalogs', { multiple: true }, 'array'),
      { place },
    );
    await openList(/^Setting/);
    await userEvent.click(
      screen.getByRole('option', { name: /Iceberg of sales/ }),
    );
    expect(form.values.setting).toEqual(['iceberg']);
  });

  it('offers exact images beside those that may be typed, as a select does', async () => {
    const { container, form } = renderField(
      field('images'),
      { place },
      {
        api: {
          getDomain: async () => ({
            ...domainDetailFixture,
            settings: {
              west: {
                ...domainDetailFixture.settings.west,
                images: [
                  { image: 'apache/spark:4.0.1', title: 'Apache Spark' },
                  { image: 'apache/spark:3.5.7' },
                  { image: 'registry.test/sales/*' },
                ],
              },
            },
          }),
        },
      },
    );
    await userEvent.click(await screen.findByRole('textbox'));
    expect(
      screen.getAllByRole('option').map(option => option.textContent),
    ).toEqual(['Apache Spark (apache/spark:4.0.1)', 'apache/spark:3.5.7']);
    expect(await seriousFaults(container)).toEqual([]);
    await userEvent.click(screen.getByRole('option', { name: /4.0.1/ }));
    expect(form.values.setting).toBe('apache/spark:4.0.1');
    // What is chosen hides no other choice; clearing it leaves nothing behind.
    await userEvent.click(screen.getByRole('textbox'));
    expect(screen.getAllByRole('option')).toHaveLength(2);
    await userEvent.clear(screen.getByRole('textbox'));
    expect(form.values.setting).toBeUndefined();
  });

  it('lets an image be typed where the settings allow any of a registry', async () => {
    const { form } = renderField(
      field('images'),
      { place },
      {
        api: {
          getDomain: async () => ({
            ...domainDetailFixture,
            settings: {
              west: {
                ...domainDetailFixture.settings.west,
                images: [{ image: 'registry.test/sales/*' }],
              },
            },
          }),
        },
      },
    );
    expect(
      await screen.findByText(/any that begins as registry.test\/sales/),
    ).toBeInTheDocument();
    await userEvent.type(
      screen.getByLabelText('Setting'),
      'registry.test/sales/etl:1',
    );
    expect(form.values.setting).toBe('registry.test/sales/etl:1');
  });
});

describe('LakehouseSecretEnv', () => {
  const field = {
    field: SecretEnvField,
    name: 'secretEnv',
    schema: { type: 'array', title: 'Secrets', items: { type: 'object' } },
  };

  it('refers to a key of a Secret; nobody types a value', async () => {
    const { container, form } = renderField(field, { place });
    const add = await screen.findByRole('button', { name: 'Add a variable' });
    await waitFor(() => expect(add).toBeEnabled());
    await userEvent.click(add);
    await userEvent.type(screen.getByLabelText('Variable'), 'PASSWORD');
    await userEvent.click(screen.getByRole('button', { name: /Secret/ }));
    await userEvent.click(screen.getByRole('option', { name: 'warehouse' }));
    await userEvent.click(screen.getByRole('button', { name: /Key/ }));
    const options = screen.getAllByRole('option');
    expect(options.map(option => option.textContent)).toEqual([
      'user',
      'password',
    ]);
    await userEvent.click(options[1]);
    expect(form.values.secretEnv).toEqual([
      { name: 'PASSWORD', secret: 'warehouse', key: 'password' },
    ]);
    expect(await seriousFaults(container)).toEqual([]);
    await userEvent.click(
      within(container).getByRole('button', {
        name: 'Remove variable PASSWORD',
      }),
    );
    expect(form.values.secretEnv).toBeUndefined();
  });
});
