import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { LakehouseApi } from '../api';
import {
  away,
  fieldTests,
  salesOnWest,
  type TestedField,
} from '../__testUtils__/fieldTests';
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

const place = salesOnWest;
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

const { renderField, errorsOf } = fieldTests(lake);
const render = (
  field: TestedField,
  formData: Record<string, unknown>,
  api?: Partial<LakehouseApi>,
) => renderField(field, formData, { api });

describe('LakehouseLakeFSRepositoryPicker', () => {
  const field = {
    field: LakeFSRepositoryPicker,
    name: 'repository',
    schema: { type: 'object', title: 'Repository', required: ['server'] },
  };

  it('looks in the backend, within the domain, as one types', async () => {
    const listLakeFSRepositories = jest.fn(lake.listLakeFSRepositories!);
    const { container, form } = render(
      field,
      { place },
      { listLakeFSRepositories },
    );
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
    expect(form.values.repository).toEqual({
      server: 'lake',
      repository: 'sales-raw',
    });
    // The browser refuses an empty input without a word; the form says itself.
    expect(input).not.toBeRequired();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('takes the only one by itself', async () => {
    const { form } = render(
      field,
      { place },
      {
        listLakeFSRepositories: async () => ({
          items: [repositoryFixture('sales-lake')],
          freshness: [liveLake],
        }),
      },
    );
    await waitFor(() => expect(form.values.repository).toEqual(repository));
  });

  it('waits for the domain', async () => {
    render(field, {});
    expect(await screen.findByText('Choose a domain first.')).toBeVisible();
    expect(screen.getByLabelText(/Repository/)).toBeDisabled();
  });

  it('says what the domain may not use, or where nothing is to be found', async () => {
    render(field, {
      place,
      repository: { server: 'lake', repository: 'risk' },
    });
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
    render(field, { place }, { listLakeFSRepositories: unreachable });
    expect(
      await screen.findByText(/lakeFS server lake does not answer/),
    ).toBeVisible();
    await userEvent.click(screen.getByLabelText(/Repository/));
    expect(
      await screen.findByText('None is known while lakeFS does not answer.'),
    ).toBeVisible();
  });

  it('says so of one that takes long and was never read', async () => {
    render(
      field,
      { place },
      {
        listLakeFSRepositories: async () => ({
          items: [],
          freshness: [
            { server: 'lake', state: 'stale', message: 'lake takes long' },
          ],
        }),
      },
    );
    expect(await screen.findByText('lake takes long.')).toBeVisible();
  });

  it('asks again by itself until lakeFS answers', async () => {
    let answer = unreachable as NonNullable<
      LakehouseApi['listLakeFSRepositories']
    >;
    const { form } = render(
      field,
      { place },
      { listLakeFSRepositories: asked => answer(asked) },
    );
    await screen.findByText(/lakeFS server lake does not answer/);
    answer = async () => ({
      items: [repositoryFixture('sales-lake')],
      freshness: [liveLake],
    });
    await waitFor(() => expect(form.values.repository).toEqual(repository), {
      timeout: 20_000,
    });
  });

  it('keeps the repository of what is there already', async () => {
    render(field, { place, repository, action: 'update' });
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
    const asked = errorsOf(lakeFSRepositoryPickerFormField, value, {
      ...{ api, formData: { place, repository } },
    });
    expect(await asked).toEqual(errors);
  });
});

describe('LakehouseLakeFSRefPicker', () => {
  const field = {
    field: LakeFSRefPicker,
    name: 'source',
    schema: { type: 'string', title: 'Begins at' },
  };

  it('begins at the default branch, and offers its newest commits', async () => {
    const { container, form } = render(field, { place, repository });
    await waitFor(() => expect(form.values.source).toBe('main'));
    expect(
      await screen.findByLabelText('The newest when it is made'),
    ).toBeChecked();
    await userEvent.click(
      await screen.findByLabelText(new RegExp(older.id.slice(0, 12))),
    );
    expect(form.values.source).toBe(older.id);
    // What it is a commit of stays in sight.
    expect(screen.getByLabelText(/Begins at/)).toHaveValue('main');
    await userEvent.click(screen.getByLabelText('The newest when it is made'));
    expect(form.values.source).toBe('main');
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('finds branches and tags as one types', async () => {
    const { form } = render(field, { place, repository });
    await waitFor(() => expect(form.values.source).toBe('main'));
    const input = screen.getByLabelText(/Begins at/);
    await userEvent.clear(input);
    await userEvent.type(input, 'v1');
    await userEvent.click(await screen.findByText('v1.0'));
    expect(form.values.source).toBe('v1.0');
  });

  it('shows a commit that was chosen before', async () => {
    render(field, { place, repository, source: newest.id });
    expect(
      await screen.findByLabelText(new RegExp(newest.id.slice(0, 12))),
    ).toBeChecked();
  });

  it('waits for the repository', async () => {
    render(field, { place });
    expect(await screen.findByText('Choose a repository first.')).toBeVisible();
    expect(screen.getByLabelText(/Begins at/)).toBeDisabled();
  });

  it('says what is not there, and what does not answer', async () => {
    const gone = render(field, { place, repository, source: 'gone' });
    expect(
      await screen.findByText(
        'lake/sales-lake has no branch, tag or commit gone.',
      ),
    ).toBeVisible();
    gone.unmount();
    render(
      field,
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
    const asked = errorsOf(lakeFSRefPickerFormField, value, {
      ...{ api, formData: { place, repository } },
    });
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
      await errorsOf(namePickerFormField, name, {
        ...{ ui: options, api, formData: { place, repository } },
      }),
    ).toEqual(errors);
  });
});

describe('LakehouseExpiryPicker', () => {
  const open = async () =>
    userEvent.click(await screen.findByRole('button', { name: /^Expires/ }));
  const field = {
    field: ExpiryPicker,
    name: 'expires',
    schema: { type: 'string', title: 'Expires' },
  };

  it('offers days with the day they end on, a day, and never', async () => {
    const { container, form } = render(field, { expires: 'P30D' });
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
    expect(form.values.expires).toBe('never');
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('keeps days that no one usually asks for', async () => {
    render(field, { expires: 'P45D' });
    expect(await screen.findByText(/^In 45 days/)).toBeVisible();
  });

  it('takes a day', async () => {
    const { form } = render(field, { expires: 'P30D' });
    await open();
    await userEvent.click(
      screen.getByRole('option', { name: 'After a day …' }),
    );
    expect(form.values.expires).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(screen.getByLabelText('Last day')).toHaveValue(
      String(form.values.expires),
    );
    expect(screen.getByRole('status')).toHaveTextContent(
      'It expires at the end of this day, UTC.',
    );
  });

  it('says that a day is past', async () => {
    render(field, { expires: '2020-01-31' });
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
