import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ApiHolder } from '@backstage/frontend-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { Form } from '@backstage/plugin-scaffolder-react/alpha';
import validator from '@rjsf/validator-ajv8';
import { useState } from 'react';
import { lakehouseApiRef, type LakehouseApi } from '../api';
import { fakeLakehouseApi } from '../__testUtils__/FakeLakehouseApi';
import {
  commitsFixture,
  liveLake,
  refsFixture,
  repositoryFixture,
} from '../__testUtils__/lakefsForms';
import { refusal } from '../__testUtils__/refusal';
import { seriousFaults } from '../__testUtils__/renderLakehouse';
import { ExpiryPicker, expiryPickerFormField } from './ExpiryPicker';
import { LakeFSRefPicker, lakeFSRefPickerFormField } from './LakeFSRefPicker';
import {
  LakeFSRepositoryPicker,
  lakeFSRepositoryPickerFormField,
} from './LakeFSRepositoryPicker';
import { namePickerFormField } from './NamePicker';

jest.setTimeout(30_000);

const place = { domain: 'sales', kubernetesCluster: 'west' };
const repository = { server: 'lake', repository: 'sales-lake' };
const [newest, older] = commitsFixture;

/** Answers as a lakeFS with two repositories would; a test replaces what it is about. */
const lake: Partial<LakehouseApi> = {
  listLakeFSRepositories: async ({ q = '' }) => ({
    items: ['sales-lake', 'sales-raw']
      .filter(name => name.includes(q))
      .map(name => repositoryFixture(name)),
    freshness: [liveLake],
  }),
  listLakeFSRefs: async (_repository, { q = '' }) => ({
    items: refsFixture.filter(({ id }) => id.includes(q)),
    freshness: [liveLake],
  }),
  listLakeFSCommits: async (_repository, { ref }) => {
    if (ref === 'f'.repeat(64)) throw refusal(404, 'no such commit');
    return { items: commitsFixture, freshness: [liveLake] };
  },
};
const away = async (): Promise<never> => {
  throw new TypeError('Failed to fetch');
};
const unreachable = async () => ({
  items: [],
  freshness: [
    {
      ...liveLake,
      state: 'unreachable' as const,
      message: 'lakeFS server lake does not answer; it is asked again.',
    },
  ],
});

const fields = {
  LakehouseLakeFSRepositoryPicker: LakeFSRepositoryPicker,
  LakehouseLakeFSRefPicker: LakeFSRefPicker,
  LakehouseExpiryPicker: ExpiryPicker,
};
const repositoryField = {
  repository: { type: 'object', title: 'Repository', required: ['server'] },
};
const sourceField = { source: { type: 'string', title: 'Begins at' } };
const expiryField = { expires: { type: 'string', title: 'Expires' } };

let values: Record<string, unknown>;

function Wizard(props: {
  schema: object;
  uiSchema: object;
  formData: Record<string, unknown>;
}) {
  const [formData, setFormData] = useState(props.formData);
  values = formData;
  return (
    <Form
      validator={validator}
      schema={{ type: 'object', properties: props.schema } as never}
      uiSchema={props.uiSchema as never}
      formData={formData as never}
      formContext={{ formData }}
      fields={fields as never}
      onChange={event =>
        setFormData(last => ({ ...last, ...(event.formData as object) }))
      }
    />
  );
}

function renderField(
  schema: Record<string, object>,
  field: keyof typeof fields,
  formData: Record<string, unknown>,
  replaced: Partial<LakehouseApi> = {},
) {
  const [name] = Object.keys(schema);
  return renderInTestApp(
    <Wizard
      schema={schema}
      uiSchema={{ [name]: { 'ui:field': field } }}
      formData={formData}
    />,
    { apis: [[lakehouseApiRef, fakeLakehouseApi({ ...lake, ...replaced })]] },
  );
}

/** What the wizard calls when one presses "Next". */
async function errorsOf(
  field: unknown,
  value: unknown,
  options: { formData?: object; ui?: object; api?: Partial<LakehouseApi> } = {},
): Promise<string[]> {
  const { validation } = field as {
    validation(data: unknown, at: object, context: object): Promise<void>;
  };
  const errors: string[] = [];
  await validation(
    value,
    { addError: (message: string) => errors.push(message) },
    {
      apiHolder: {
        get: () => fakeLakehouseApi({ ...lake, ...options.api }),
      } as ApiHolder,
      formData: options.formData ?? { place, repository },
      schema: {},
      uiSchema: { 'ui:options': options.ui },
    },
  );
  return errors;
}

describe('LakehouseLakeFSRepositoryPicker', () => {
  const render = (
    formData: Record<string, unknown>,
    replaced?: Partial<LakehouseApi>,
  ) =>
    renderField(
      repositoryField,
      'LakehouseLakeFSRepositoryPicker',
      formData,
      replaced,
    );

  it('looks in the backend, within the domain, as one types', async () => {
    const listLakeFSRepositories = jest.fn(lake.listLakeFSRepositories!);
    const { container } = render({ place }, { listLakeFSRepositories });
    const input = await screen.findByLabelText(/Repository/);
    await userEvent.type(input, 'raw');
    // Whoever types slowly is answered for the first letters, too.
    await waitFor(() =>
      expect(listLakeFSRepositories).toHaveBeenCalledWith(
        expect.objectContaining({ ...place, q: 'raw' }),
      ),
    );
    await waitFor(() =>
      expect(screen.queryByText('lake/sales-lake')).toBeNull(),
    );
    await userEvent.click(await screen.findByText('lake/sales-raw'));
    expect(values.repository).toEqual({
      server: 'lake',
      repository: 'sales-raw',
    });
    // The browser refuses an empty input without a word; the form says itself.
    expect(input).not.toBeRequired();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('takes the only one by itself', async () => {
    render(
      { place },
      {
        listLakeFSRepositories: async () => ({
          items: [repositoryFixture('sales-lake')],
          freshness: [liveLake],
        }),
      },
    );
    await waitFor(() => expect(values.repository).toEqual(repository));
  });

  it('waits for the domain', async () => {
    render({});
    expect(await screen.findByText('Choose a domain first.')).toBeVisible();
    expect(screen.getByLabelText(/Repository/)).toBeDisabled();
  });

  it('says what the domain may not use, or where nothing is to be found', async () => {
    render({ place, repository: { server: 'lake', repository: 'risk' } });
    expect(
      await screen.findByText(/sales may not use lake\/risk/),
    ).toBeVisible();
    const input = screen.getByLabelText(/Repository/);
    await userEvent.clear(input);
    await userEvent.type(input, 'nothing');
    expect(
      await screen.findByText(/no such repository that sales may use/),
    ).toBeVisible();
  });

  it('says that lakeFS does not answer', async () => {
    render({ place }, { listLakeFSRepositories: unreachable });
    expect(
      await screen.findByText(/lakeFS server lake does not answer/),
    ).toBeVisible();
  });

  it('keeps the repository of what is there already', async () => {
    render({ place, repository, action: 'update' });
    expect(await screen.findByDisplayValue('lake/sales-lake')).toBeDisabled();
  });

  it.each<[string, unknown, Partial<LakehouseApi>, string[]]>([
    ['one of the domain', repository, {}, []],
    ['none', undefined, {}, ['Choose a repository.']],
    [
      "another's",
      { server: 'lake', repository: 'risk' },
      {},
      ['sales may not use lake/risk, or it is not there.'],
    ],
    [
      'a read-only one',
      repository,
      {
        listLakeFSRepositories: async () => ({
          items: [repositoryFixture('sales-lake', { readOnly: true })],
          freshness: [],
        }),
      },
      ['lake/sales-lake is read-only: nothing can be made in it.'],
    ],
    [
      'one where lakeFS does not answer',
      repository,
      { listLakeFSRepositories: unreachable },
      [
        'The repository could not be checked: lakeFS server lake does not answer; it is asked again. Press "Next" to try again.',
      ],
    ],
    [
      'one where the portal does not answer',
      repository,
      { listLakeFSRepositories: away },
      [
        'The repository could not be checked: the portal\'s backend does not answer. Press "Next" to try again.',
      ],
    ],
  ])('lets %s through or says why not', async (_what, value, api, errors) => {
    const asked = errorsOf(lakeFSRepositoryPickerFormField, value, { api });
    expect(await asked).toEqual(errors);
  });
});

describe('LakehouseLakeFSRefPicker', () => {
  const render = (
    formData: Record<string, unknown>,
    replaced?: Partial<LakehouseApi>,
  ) => renderField(sourceField, 'LakehouseLakeFSRefPicker', formData, replaced);

  it('begins at the default branch, and offers its newest commits', async () => {
    const { container } = render({ place, repository });
    await waitFor(() => expect(values.source).toBe('main'));
    expect(
      await screen.findByLabelText('The newest when it is made'),
    ).toBeChecked();
    await userEvent.click(
      await screen.findByLabelText(new RegExp(older.id.slice(0, 12))),
    );
    expect(values.source).toBe(older.id);
    // What it is a commit of stays in sight.
    expect(screen.getByLabelText(/Begins at/)).toHaveValue('main');
    await userEvent.click(screen.getByLabelText('The newest when it is made'));
    expect(values.source).toBe('main');
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('finds branches and tags as one types', async () => {
    render({ place, repository });
    await waitFor(() => expect(values.source).toBe('main'));
    const input = screen.getByLabelText(/Begins at/);
    await userEvent.clear(input);
    await userEvent.type(input, 'v1');
    await userEvent.click(await screen.findByText('v1.0'));
    expect(values.source).toBe('v1.0');
  });

  it('shows a commit that was chosen before', async () => {
    render({ place, repository, source: newest.id });
    expect(
      await screen.findByLabelText(new RegExp(newest.id.slice(0, 12))),
    ).toBeChecked();
  });

  it('waits for the repository', async () => {
    render({ place });
    expect(await screen.findByText('Choose a repository first.')).toBeVisible();
    expect(screen.getByLabelText(/Begins at/)).toBeDisabled();
  });

  it('says what is not there, and what does not answer', async () => {
    const gone = render({ place, repository, source: 'gone' });
    expect(
      await screen.findByText(
        'lake/sales-lake has no branch, tag or commit gone.',
      ),
    ).toBeVisible();
    gone.unmount();
    render(
      { place, repository, source: 'main' },
      { listLakeFSRefs: away, listLakeFSCommits: away },
    );
    expect(
      await screen.findByText(/^Branches and tags could not be read: /),
    ).toBeVisible();
    expect(
      await screen.findByText(/^The commits of main could not be read: /),
    ).toBeVisible();
  });

  it.each<[string | undefined, Partial<LakehouseApi>, string[]]>([
    ['main', {}, []],
    ['v1.0', {}, []],
    [older.id, {}, []],
    [undefined, {}, ['Choose a branch, a tag or a commit.']],
    ['mai', {}, ['lake/sales-lake has no branch, tag or commit mai.']],
    [
      'f'.repeat(64),
      {},
      [`lake/sales-lake has no branch, tag or commit ${'f'.repeat(64)}.`],
    ],
    [
      'main',
      { listLakeFSRefs: away },
      [
        'Where it begins could not be checked: the portal\'s backend does not answer. Press "Next" to try again.',
      ],
    ],
  ])('judges %s', async (value, api, errors) => {
    const asked = errorsOf(lakeFSRefPickerFormField, value, { api });
    expect(await asked).toEqual(errors);
  });
});

describe('the name of a branch', () => {
  const ui = { kind: 'lakefs-branch', repositoryField: 'repository' };
  const taken =
    'orders-fix is taken: sales-lake has a branch of that name in lakeFS.';
  it.each<[string, object, unknown[]]>([
    ['fresh', ui, []],
    ['orders-fix', ui, [taken]],
    // Only where the template says that it matters.
    ['orders-fix', { kind: 'lakefs-branch' }, []],
    ['orders.fix', ui, [expect.stringContaining('lower-case')]],
  ])('%s is free in lakeFS, too (%j)', async (name, options, errors) => {
    const api: Partial<LakehouseApi> = {
      listWorkloads: async () => ({ items: [], freshness: [] }),
      listChanges: async () => ({ items: [], freshness: [] }),
    };
    expect(
      await errorsOf(namePickerFormField, name, { ui: options, api }),
    ).toEqual(errors);
  });
});

describe('LakehouseExpiryPicker', () => {
  const open = async () =>
    userEvent.click(await screen.findByRole('button', { name: /^Expires/ }));
  const render = (formData: Record<string, unknown>) =>
    renderField(expiryField, 'LakehouseExpiryPicker', formData);

  it('offers days with the day they end on, a day, and never', async () => {
    const { container } = render({ expires: 'P30D' });
    await open();
    const options = screen.getAllByRole('option');
    expect(options.map(({ textContent }) => textContent)).toEqual([
      ...[7, 14, 30, 90, 365].map(days =>
        expect.stringMatching(
          new RegExp(`^In ${days} days \\(\\d{4}-\\d\\d-\\d\\d\\)$`),
        ),
      ),
      'After a day …',
      'Never',
    ]);
    await userEvent.click(screen.getByRole('option', { name: 'Never' }));
    expect(values.expires).toBe('never');
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('keeps days that no one usually asks for', async () => {
    render({ expires: 'P45D' });
    expect(await screen.findByText(/^In 45 days/)).toBeVisible();
  });

  it('takes a day', async () => {
    render({ expires: 'P30D' });
    await open();
    await userEvent.click(
      screen.getByRole('option', { name: 'After a day …' }),
    );
    expect(values.expires).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(screen.getByLabelText('Last day')).toHaveValue(
      String(values.expires),
    );
    expect(screen.getByRole('status')).toHaveTextContent(
      'It expires at the end of this day, UTC.',
    );
  });

  it('says that a day is past', async () => {
    render({ expires: '2020-01-31' });
    expect(
      await screen.findByText(
        '2020-01-31 is past: choose a day that is to come.',
      ),
    ).toBeVisible();
  });

  it.each([
    ['P30D', []],
    ['never', []],
    ['2099-12-24', []],
    ['2099-12-24T10:00:00Z', []],
    [undefined, ['Choose when it expires.']],
    ['2020-01-31', [expect.stringContaining('is past')]],
    ['2099-02-31', [expect.stringContaining('is no day')]],
    ['soon', [expect.stringContaining('is no day')]],
    ['P0D', [expect.stringContaining('is no day')]],
  ])('judges %s', async (value, errors) => {
    expect(await errorsOf(expiryPickerFormField, value)).toEqual(errors);
  });
});
