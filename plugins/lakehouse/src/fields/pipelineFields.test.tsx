import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ApiHolder } from '@backstage/frontend-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { scmAuthApiRef, type ScmAuthApi } from '@backstage/integration-react';
import type {
  PipelineRow,
  PipelineValueInfo,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { pipelineSpecFixture } from '@lakefront/backstage-plugin-lakehouse-common/testUtils';
import { Form } from '@backstage/plugin-scaffolder-react/alpha';
import validator from '@rjsf/validator-ajv8';
import { useState } from 'react';
import { stringify } from 'yaml';
import { lakehouseApiRef, type LakehouseApi } from '../api';
import { domainDetailFixture, settingsFixture } from '../__testUtils__/domains';
import { fakeLakehouseApi } from '../__testUtils__/FakeLakehouseApi';
import {
  compiledFixture,
  liveKubeflow,
  pipelineDetailFixture,
  pipelineFixture,
  versionDetailFixture,
  versionFixture,
} from '../__testUtils__/kubeflow';
import { liveFreshness } from '../__testUtils__/domains';
import { refusal } from '../__testUtils__/refusal';
import { seriousFaults } from '../__testUtils__/renderLakehouse';
import { toKey, toParameter, toText } from './parameterText';
import { PipelineNameField, pipelineNameFormField } from './PipelineNameField';
import {
  PipelineParametersField,
  pipelineParametersFormField,
} from './PipelineParametersField';
import { PipelinePicker, pipelinePickerFormField } from './PipelinePicker';
import {
  PipelineScheduleField,
  pipelineScheduleFormField,
} from './PipelineScheduleField';
import {
  PipelineSourceField,
  pipelineSourceFormField,
} from './PipelineSourceField';
import {
  PipelineVersionField,
  pipelineVersionFormField,
} from './PipelineVersionField';

jest.mock('../components/graph/PipelineGraphView', () => ({
  PipelineGraphView: ({ graph }: { graph: { nodes: unknown[] } }) => (
    <p>A graph of {graph.nodes.length}</p>
  ),
}));

jest.setTimeout(30_000);

const place = { domain: 'sales', kubernetesCluster: 'west' };
const what = { pipeline: 'orders-features' };
const IMAGE = 'registry.test/spark:4.0.1-python';
const compiled = (image = IMAGE) => stringify(pipelineSpecFixture({ image }));

const listOf = (items: PipelineRow[]) => ({
  ...{ items, freshness: liveFreshness },
  ...{ kubeflow: liveKubeflow, backfill: [] },
});
const versions = ['v2', 'v1'].map(title =>
  versionFixture({ name: `orders-features-${title}`, title }),
);
const withKubeflow = (kubeflow?: object): Partial<LakehouseApi> => ({
  getDomain: async () => ({
    ...domainDetailFixture,
    settings: { west: { ...settingsFixture, kubeflow } },
  }),
});
const starter = { image: 'x', serviceAccount: 'y', endpoint: 'http://z' };

/** Answers as a domain with one pipeline would; a test replaces what it is about. */
const answers: Partial<LakehouseApi> = {
  ...withKubeflow({ starter }),
  listPipelines: async ({ q = '' }) =>
    listOf([pipelineFixture()].filter(({ name }) => name.includes(q))),
  getPipeline: async () => ({ ...pipelineDetailFixture, versions }),
  getPipelineVersion: async () => versionDetailFixture,
  listWorkloads: async () => ({
    ...{ items: [], freshness: liveFreshness, version: 'v', total: 0 },
  }),
  listChanges: async () => ({ items: [], freshness: liveFreshness }),
};

const fields = {
  Source: PipelineSourceField,
  Name: PipelineNameField,
  Version: PipelineVersionField,
  Picker: PipelinePicker,
  Parameters: PipelineParametersField,
  Schedule: PipelineScheduleField,
};

let values: Record<string, any>;

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
  options: { api?: Partial<LakehouseApi>; scmAuth?: ScmAuthApi } = {},
) {
  const [name] = Object.keys(schema);
  return renderInTestApp(
    <Wizard
      schema={schema}
      uiSchema={{ [name]: { 'ui:field': field } }}
      formData={formData}
    />,
    {
      apis: [
        [lakehouseApiRef, fakeLakehouseApi({ ...answers, ...options.api })],
        // As an app without sign-in to Git hosts has it.
        [scmAuthApiRef, options.scmAuth],
      ] as never,
    },
  );
}

/** What the wizard calls when one presses "Next". */
async function errorsOf(
  field: unknown,
  value: unknown,
  options: { formData?: object; api?: Partial<LakehouseApi> } = {},
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
        get: () => fakeLakehouseApi({ ...answers, ...options.api }),
      } as ApiHolder,
      formData: options.formData ?? { place },
      schema: {},
      uiSchema: {},
    },
  );
  return errors;
}

const choose = async (label: RegExp, option: RegExp) => {
  await userEvent.click(screen.getByLabelText(label));
  await userEvent.click(
    within(await screen.findByRole('listbox')).getByText(option),
  );
};

describe('LakehousePipelineSource', () => {
  const schema = { source: { type: 'object', title: 'Compiled pipeline' } };
  const paste = async (text: string) => {
    await userEvent.click(screen.getByLabelText(/Compiled pipeline/));
    await userEvent.paste(text);
  };

  it('says what was pasted: steps, images, what it asks for, and draws it', async () => {
    const { container } = renderField(schema, 'Source', { place });
    // Nobody is signed in to a Git host here: pasting is all there is.
    expect(
      screen.getByText(/Paste it: this portal signs nobody in/),
    ).toBeTruthy();
    expect(screen.queryByLabelText(/From a file/)).toBeNull();
    await paste(compiled());
    expect(
      await screen.findByText(/1 step, 1 image, 0 parameters/),
    ).toBeTruthy();
    expect(screen.getByText(IMAGE)).toBeTruthy();
    expect(screen.getByText('A graph of 1')).toBeTruthy();
    expect(await screen.findByText(/✓ Fits/)).toBeTruthy();
    expect(values.source).toEqual({ text: compiled() });
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says line and rule of what is none', async () => {
    renderField(schema, 'Source', { place });
    await paste('pipelineInfo: {name: x}\nroot: {}\nsecretWord: 1\n');
    const said = await screen.findByText(/[Ll]ine 3/);
    expect(said.textContent).not.toContain('secretWord');
  });

  it('marks an image that the domain may not run', async () => {
    renderField(schema, 'Source', { place });
    await paste(compiled('elsewhere/x:1'));
    expect(await screen.findByText(/is none that sales may run/)).toBeTruthy();
  });

  it('reads a file with the own account, and nothing else', async () => {
    const getCredentials = jest.fn(async () => ({
      token: 'mine',
      headers: {},
    }));
    const readPipelineSource = jest.fn(async (url: string) => ({
      ...{ url, commit: 'abcdef0123', text: compiled() },
    }));
    renderField(
      schema,
      'Source',
      { place },
      {
        scmAuth: { getCredentials } as unknown as ScmAuthApi,
        api: { readPipelineSource },
      },
    );
    const url = 'https://git.test/ml/orders/src/pipeline.yaml';
    await userEvent.type(screen.getByLabelText(/From a file/), url);
    await userEvent.click(
      screen.getByRole('button', { name: 'Read the file' }),
    );
    expect(await screen.findByText(/at commit abcdef0/)).toBeTruthy();
    expect(readPipelineSource).toHaveBeenCalledWith(url, 'mine');
    expect(values.source).toEqual({
      ...{ url, commit: 'abcdef0123', text: compiled() },
    });
    // What is edited is not what was read any more.
    await paste(' ');
    await waitFor(() => expect(values.source.url).toBeUndefined());
  });

  it.each<[string, ScmAuthApi['getCredentials'], RegExp]>([
    [
      'who cannot sign in',
      async () => {
        throw new Error('no provider');
      },
      /could not sign you in to git\.test: no provider\. Paste/,
    ],
    [
      'who did not sign in',
      async () => ({ token: '', headers: {} }),
      /not signed in to git\.test/,
    ],
  ])('lets one paste %s', async (_who, getCredentials, message) => {
    const readPipelineSource = jest.fn();
    renderField(
      schema,
      'Source',
      { place },
      {
        scmAuth: { getCredentials } as ScmAuthApi,
        api: { readPipelineSource },
      },
    );
    await userEvent.type(
      screen.getByLabelText(/From a file/),
      'https://git.test/x.yaml',
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Read the file' }),
    );
    expect(await screen.findByText(message)).toBeTruthy();
    expect(readPipelineSource).not.toHaveBeenCalled();
    await paste(compiled());
    expect(await screen.findByText(/1 step/)).toBeTruthy();
  });

  it('says that a file may not be read', async () => {
    renderField(
      schema,
      'Source',
      { place },
      {
        scmAuth: {
          getCredentials: async () => ({ token: 'mine', headers: {} }),
        },
        api: {
          readPipelineSource: async () => {
            throw refusal(404, 'There is no such file, or you may not read it');
          },
        },
      },
    );
    await userEvent.type(
      screen.getByLabelText(/From a file/),
      'https://git.test/x.yaml',
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Read the file' }),
    );
    await waitFor(() =>
      expect(screen.getByLabelText(/From a file/)).toHaveAttribute(
        'aria-invalid',
        'true',
      ),
    );
    expect(values.source?.text ?? '').toBe('');
  });

  it.each<[unknown, RegExp[]]>([
    [{ text: compiled() }, []],
    [undefined, [/Paste a compiled pipeline/]],
    [{}, [/Paste/]],
    [{ text: 'a: [' }, [/[Ll]ine 1/]],
    [{ text: compiled('elsewhere/x:1') }, [/elsewhere\/x:1 is no image/]],
  ])('on "Next" says of %#', async (value, expected) => {
    expect(await errorsOf(pipelineSourceFormField, value)).toEqual(
      expected.map(pattern => expect.stringMatching(pattern)),
    );
  });
});

describe('LakehousePipelineName', () => {
  const schema = { name: { type: 'string', title: 'Pipeline' } };

  it('tells another version from a new pipeline', async () => {
    renderField(schema, 'Name', { place, name: 'orders-features' });
    expect(
      await screen.findByText(/gets another version; its newest is v2/),
    ).toBeTruthy();
    await userEvent.type(screen.getByLabelText(/Pipeline/), '-x');
    expect(
      await screen.findByText(/orders-features-x will be new in sales/),
    ).toBeTruthy();
    expect(values.name).toBe('orders-features-x');
  });

  it('on "Next" wants a name that no open request gives', async () => {
    const of = (value: string, api?: Partial<LakehouseApi>) =>
      errorsOf(pipelineNameFormField, value, { api });
    expect(await of('orders-features')).toEqual([]);
    expect(await of('new-one')).toEqual([]);
    expect(await of('New')).toEqual([expect.stringMatching(/lower-case/)]);
    const listChanges = (async () => ({
      items: [
        {
          title: 'Add it',
          operations: [
            { action: 'create', kind: 'kubeflow-pipeline', name: 'new-one' },
          ],
        },
      ],
      freshness: liveFreshness,
    })) as never;
    expect(await of('new-one', { listChanges })).toEqual([
      expect.stringContaining('taken by an open request'),
    ]);
  });
});

describe('LakehousePipelineVersion', () => {
  const schema = { version: { type: 'string', title: 'Version' } };

  it('offers the next, and knows what is taken', async () => {
    renderField(schema, 'Version', { place, name: 'orders-features' });
    await waitFor(() => expect(values.version).toBe('v3'));
    expect(
      await screen.findByText(/its object is orders-features-v3/),
    ).toBeTruthy();
    const box = screen.getByLabelText(/Version/);
    await userEvent.clear(box);
    await userEvent.type(box, 'v1');
    expect(await screen.findByText(/v1 is taken/)).toBeTruthy();
  });

  it('goes by the names of versions, as their titles may be any text', async () => {
    const titled = versionFixture({ name: 'orders-features-v7', title: '1.4' });
    renderField(
      schema,
      'Version',
      { place, name: 'orders-features' },
      {
        api: {
          getPipeline: async () => ({
            ...pipelineDetailFixture,
            versions: [titled],
          }),
        },
      },
    );
    await waitFor(() => expect(values.version).toBe('v8'));
  });

  it('begins with v1 where the pipeline is new', async () => {
    renderField(schema, 'Version', { place, name: 'new-one' });
    await waitFor(() => expect(values.version).toBe('v1'));
  });

  it.each<[string, RegExp[]]>([
    ['v3', []],
    ['v1', [/v1 is taken/]],
    ['V 3', [/lower-case/]],
    ['', [/lower-case/]],
  ])('on "Next" says of %s', async (value, expected) => {
    expect(
      await errorsOf(pipelineVersionFormField, value, {
        formData: { place, name: 'orders-features' },
      }),
    ).toEqual(expected.map(pattern => expect.stringMatching(pattern)));
  });
});

describe('LakehousePipelinePicker', () => {
  const schema = { what: { type: 'object', title: 'Pipeline' } };

  it('chooses a pipeline, and a version of it', async () => {
    renderField(schema, 'Picker', { place });
    await userEvent.type(await screen.findByLabelText(/Pipeline/), 'orders');
    await userEvent.click(
      await screen.findByRole('option', { name: /orders-features/ }),
    );
    await waitFor(() => expect(values.what).toEqual(what));
    await screen.findByLabelText('Version');
    await choose(/Version/, /^v1$/);
    expect(values.what).toEqual({ ...what, version: 'orders-features-v1' });
    await choose(/Version/, /The newest/);
    expect(values.what).toEqual(what);
  });

  it('wants a domain first', () => {
    renderField(schema, 'Picker', {});
    expect(screen.getByText('Choose a domain first.')).toBeTruthy();
  });

  it('says that nothing can be read now', async () => {
    const away = async (): Promise<never> => {
      throw new TypeError('Failed to fetch');
    };
    renderField(schema, 'Picker', { place }, { api: { listPipelines: away } });
    expect(
      await screen.findByText(/The pipelines could not be read/),
    ).toBeTruthy();
  });

  it.each<[unknown, Partial<LakehouseApi>, RegExp[]]>([
    [what, {}, []],
    [{ ...what, version: 'orders-features-v1' }, {}, []],
    [undefined, {}, [/Choose a pipeline/]],
    [{ pipeline: 'other' }, {}, [/sales has no pipeline other on west/]],
    [{ ...what, version: 'v9' }, {}, [/has no version v9/]],
    [
      what,
      { getPipeline: async () => ({ ...pipelineDetailFixture, versions: [] }) },
      [/has no version yet/],
    ],
  ])('on "Next" says of %j', async (value, api, expected) => {
    expect(await errorsOf(pipelinePickerFormField, value, { api })).toEqual(
      expected.map(pattern => expect.stringMatching(pattern)),
    );
  });
});

describe('LakehousePipelineParameters', () => {
  const schema = { parameters: { type: 'object', title: 'Parameters' } };
  const inputs: PipelineValueInfo[] = [
    { name: 'day', type: 'string', description: 'Which day' },
    { name: 'rows', type: 'integer', optional: true, default: 1000 },
    { name: 'fast', type: 'boolean', optional: true, default: true },
    { name: 'mode', type: 'string', options: ['full', 'delta'] },
    { name: 'regions', type: 'list', optional: true },
    { name: 'data', type: 'artifact' },
  ];
  const api: Partial<LakehouseApi> = {
    getPipelineVersion: async () => ({
      ...versionDetailFixture,
      compiled: { ...compiledFixture, inputs },
    }),
  };

  it('is a form of the inputs that the version has', async () => {
    const { container } = renderField(
      ...[schema, 'Parameters' as const, { place, what }, { api }],
    );
    await userEvent.type(await screen.findByLabelText(/day/), '2026-11-20');
    expect(screen.getByText(/Which day · text/)).toBeTruthy();
    expect(
      screen.getByText(/whole number · 1000 where left empty/),
    ).toBeTruthy();
    await userEvent.type(screen.getByLabelText(/rows/), '5');
    await choose(/fast/, /^false$/);
    await choose(/mode/, /^delta$/);
    await userEvent.click(screen.getByLabelText(/regions/));
    await userEvent.paste('["a", "b"]');
    expect(values.parameters).toEqual({
      ...{ day: '2026-11-20', rows: 5, fast: false, mode: 'delta' },
      regions: ['a', 'b'],
    });
    // As it was typed, not as JSON would write it.
    expect(screen.getByLabelText(/regions/)).toHaveValue('["a", "b"]');
    expect(screen.queryByLabelText(/data/)).toBeNull();
    await userEvent.clear(screen.getByLabelText(/rows/));
    expect(values.parameters).not.toHaveProperty('rows');
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says what is of another type, and what the version does not take', async () => {
    const parameters = { rows: 'many', gone: 1 };
    renderField(
      ...[schema, 'Parameters' as const, { place, what, parameters }, { api }],
    );
    expect(await screen.findByText('rows must be a whole number')).toBeTruthy();
    await userEvent.click(
      screen.getByRole('button', { name: 'Leave gone out' }),
    );
    expect(values.parameters).toEqual({ rows: 'many' });
  });

  it('wants a pipeline first', () => {
    renderField(schema, 'Parameters', { place });
    expect(screen.getByText('Choose a pipeline first.')).toBeTruthy();
  });

  it('on "Next" wants what is needed', async () => {
    const of = (value: unknown) =>
      errorsOf(pipelineParametersFormField, value, {
        ...{ api, formData: { place, what } },
      });
    expect(await of({ day: 'x', mode: 'full' })).toEqual([]);
    expect(await of({ mode: 'other' })).toEqual([
      'day is needed.',
      'mode must be one of full, delta.',
    ]);
    expect(await of(undefined)).toEqual(['day is needed.', 'mode is needed.']);
  });

  it.each<[PipelineValueInfo['type'], string, unknown]>([
    ['string', '3', '3'],
    ['string', '', undefined],
    ['integer', '3', 3],
    ['integer', 'x', 'x'],
    ['integer', '"3"', '"3"'],
    ['number', 'null', 'null'],
    ['list', '[1,', '[1,'],
    ['list', '[1]', [1]],
    ['struct', '{"a":1}', { a: 1 }],
  ])('%s %s is %j', (type, text, value) => {
    expect(toParameter(type, text)).toEqual(value);
    expect(toKey(toParameter(type, toText(value as never)))).toBe(
      toKey(value as never),
    );
  });
});

describe('LakehousePipelineSchedule', () => {
  const schema = { schedule: { type: 'object', title: 'When' } };

  it('is once, or a time in words with the next five', async () => {
    const { container } = renderField(schema, 'Schedule', { place });
    expect(values.schedule?.cron).toBeUndefined();
    await choose(/When/, /By the clock/);
    expect(await screen.findByText(/At 03:00 AM/)).toBeTruthy();
    const box = screen.getByLabelText('Time');
    await userEvent.clear(box);
    await userEvent.type(box, '30 4 * * 1');
    const zone = screen.getByLabelText('Time zone');
    await userEvent.clear(zone);
    await userEvent.type(zone, 'Asia/Tokyo');
    expect(
      await screen.findByText('At 04:30 AM, only on Monday, Asia/Tokyo.'),
    ).toBeTruthy();
    const next = screen.getByText(/^Next: /).textContent ?? '';
    expect(next.split(';')).toHaveLength(5);
    expect(next).toMatch(/4:30/);
    expect(values.schedule).toEqual({
      ...{ cron: '30 4 * * 1', timeZone: 'Asia/Tokyo' },
    });
    expect(await seriousFaults(container)).toEqual([]);
    await choose(/When/, /Once/);
    expect(values.schedule?.cron).toBeUndefined();
  });

  it('says what is wrong, and what never comes', async () => {
    renderField(schema, 'Schedule', {
      place,
      schedule: { cron: '0 0 * * 7', timeZone: 'UTC' },
    });
    expect(await screen.findByText(/"7" is outside of 0 to 6/)).toBeTruthy();
    const box = screen.getByLabelText('Time');
    await userEvent.clear(box);
    await userEvent.type(box, '0 0 31 2 *');
    expect(
      await screen.findByText(/no such time in the next five years/),
    ).toBeTruthy();
  });

  it("has KFP's own only where the platform allows it, without a zone", async () => {
    renderField(
      schema,
      'Schedule',
      { place, schedule: { cron: '0 3 * * *', timeZone: 'UTC' } },
      {
        api: withKubeflow({ starter, recurringRuns: true }),
      },
    );
    await screen.findByLabelText('Started by');
    await choose(/Started by/, /KFP itself/);
    expect(values.schedule).toEqual({
      cron: '0 3 * * *',
      how: 'recurring-run',
    });
    expect(screen.queryByLabelText('Time zone')).toBeNull();
    expect(screen.getByText(/one time zone for all/)).toBeTruthy();
    await choose(/Started by/, /The pipeline starter/);
    expect(values.schedule.how).toBeUndefined();
  });

  it('says that the domain has nothing that starts runs', async () => {
    renderField(schema, 'Schedule', { place }, { api: withKubeflow() });
    expect(
      await screen.findByText(/settings of sales have no pipeline starter/),
    ).toBeTruthy();
  });

  it.each<[unknown, RegExp[]]>([
    [undefined, []],
    [{}, []],
    [{ cron: '0 3 * * *', timeZone: 'UTC' }, []],
    [{ cron: '0 3 * * *', how: 'recurring-run' }, []],
    [{ cron: 'daily', timeZone: 'UTC' }, [/five are needed/]],
    [{ cron: '0 3 * * *', timeZone: 'Mars' }, [/no time zone/]],
    [{ cron: '0 3 * * *' }, [/no time zone/]],
  ])('on "Next" says of %j', async (value, expected) => {
    expect(await errorsOf(pipelineScheduleFormField, value)).toEqual(
      expected.map(pattern => expect.stringMatching(pattern)),
    );
  });
});
