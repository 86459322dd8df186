import { away, fieldTests, salesOnWest } from '../__testUtils__/fieldTests';
import { domainPickerFormField } from './DomainPicker';
import { namePickerFormField } from './NamePicker';
import { secretEnvFormField } from './SecretEnvField';
import { settingPickerFormField } from './SettingPicker';
import { sparkSizeFormField } from './SparkSizeField';
import { defaultSize, sizeFootprint, sizeProblem } from './sparkSize';

const place = salesOnWest;

const { errorsOf } = fieldTests();

describe('validation of the fields', () => {
  const size = { ...defaultSize };
  it.each([
    [domainPickerFormField, place, 'The domain', {}],
    [namePickerFormField, 'fresh-name', 'Whether the name is free', {}],
    [sparkSizeFormField, size, 'Whether the size fits', {}],
    [
      settingPickerFormField,
      'x',
      'What may be chosen here',
      { setting: 'images' },
    ],
    [
      secretEnvFormField,
      [{ name: 'A', secret: 's', key: 'k' }],
      'The Secrets',
      {},
    ],
  ])(
    'says what does not answer, and that one may try again (%#)',
    async (field, value, what, ui) => {
      const errors = await errorsOf(field, value, {
        ui,
        api: {
          listDomains: away,
          getDomain: away,
          listWorkloads: away,
          checkFit: away,
        },
      });
      expect(errors).toEqual([
        `${what} could not be checked: the portal's backend does not answer. Press "Next" to try again.`,
      ]);
    },
  );

  it('takes only a domain that one may change', async () => {
    expect(await errorsOf(domainPickerFormField, place)).toEqual([]);
    expect(
      await errorsOf(domainPickerFormField, { ...place, domain: 'risk' }),
    ).toEqual(['You may not change risk on west, or it is not there.']);
    expect(await errorsOf(domainPickerFormField, {})).toEqual([
      'Choose a domain.',
    ]);
  });

  it.each([
    ['fresh-name', []],
    ['Bad_Name', [expect.stringContaining('lower-case')]],
    ['x'.repeat(80), [expect.stringContaining('80 characters')]],
    ['daily-orders', [expect.stringContaining('is taken')]],
  ])('gives one message about the name %s', async (name, errors) => {
    expect(await errorsOf(namePickerFormField, name)).toEqual(errors);
  });

  it('takes a name that is taken only of what is there already', async () => {
    const name = 'backfill-2024';
    expect(await errorsOf(namePickerFormField, name)).toEqual([
      `${name} is taken: sales has one on west already.`,
    ]);
    const formData = { place, action: 'update' };
    expect(await errorsOf(namePickerFormField, name, { formData })).toEqual([]);
    expect(
      await errorsOf(namePickerFormField, 'Not-A-Name', { formData }),
    ).toHaveLength(1);
  });

  it('refuses a size that can never run, and lets one wait', async () => {
    const answering = (code: 'quota' | 'quota-hard' | 'limit') => ({
      api: {
        checkFit: async () => ({
          fits: false,
          summary: '',
          problems: [
            {
              code,
              resource: 'cpu',
              message: 'one pod may have at most 8 CPU',
              asked: 9,
              available: 8,
            },
          ],
        }),
      },
    });
    expect(
      await errorsOf(sparkSizeFormField, defaultSize, answering('limit')),
    ).toEqual(['one pod may have at most 8 CPU.']);
    expect(
      await errorsOf(sparkSizeFormField, defaultSize, answering('quota')),
    ).toEqual([]);
    expect(
      await errorsOf(sparkSizeFormField, { ...defaultSize, driverCores: 0 }),
    ).toEqual([expect.stringContaining('driver needs a whole number')]);
  });

  it('takes only what the settings offer', async () => {
    const ui = { setting: 'images' };
    expect(await errorsOf(settingPickerFormField, 'evil:1', { ui })).toEqual([
      'evil:1 is not offered by the settings of sales.',
    ]);
    expect(
      await errorsOf(
        settingPickerFormField,
        'registry.test/spark:4.0.1-python',
        { ui },
      ),
    ).toEqual([]);
  });

  it.each([
    [{ name: '1X', secret: 'warehouse', key: 'user' }, /no name of a variable/],
    [{ name: 'X', secret: 'warehouse', key: '' }, /choose a Secret/],
    [{ name: 'X', secret: 'other', key: 'user' }, /does not offer the key/],
  ])('refuses the variable %o', async (row, message) => {
    expect(await errorsOf(secretEnvFormField, [row])).toEqual([
      expect.stringMatching(message),
    ]);
  });

  it('takes a variable that the settings offer, once', async () => {
    const row = { name: 'X', secret: 'warehouse', key: 'user' };
    expect(await errorsOf(secretEnvFormField, [row])).toEqual([]);
    expect(await errorsOf(secretEnvFormField, [row, row])).toEqual([
      'X is there twice.',
    ]);
  });
});

describe('sparkSize', () => {
  it.each([
    [{}, undefined],
    [{ driverMemory: 'lots' }, /driver's memory/],
    [{ executorMemory: '' }, /executors' memory/],
    [{ executorCores: 1.5 }, /executor needs a whole number/],
    [{ instances: 0 }, /number of executors/],
    [
      { dynamicAllocation: { minExecutors: 5, maxExecutors: 2 } },
      /At most as many/,
    ],
    [{ dynamicAllocation: { minExecutors: 0, maxExecutors: 2 } }, undefined],
  ])('%o is %s', (change, message) => {
    const problem = sizeProblem({ ...defaultSize, ...change });
    expect(problem ?? '').toMatch(message ?? /^$/);
  });

  it('counts more memory for Python than for Scala', () => {
    const memory = (language: string) =>
      sizeFootprint({ ...defaultSize, driverMemory: '10g' }, { language })
        ?.memory ?? 0;
    expect(memory('Python')).toBeGreaterThan(memory('Scala'));
    expect(memory('SQL')).toBe(memory('Python'));
  });

  it('counts a server in the place of the driver', () => {
    const footprint = sizeFootprint(
      { ...defaultSize, driverMemory: '4g' },
      { isServer: true },
    );
    expect(footprint?.parts.map(({ role }) => role)).toEqual([
      'server',
      'executor',
    ]);
    expect(footprint?.parts[0].memory).toBe(4505 * 1024 ** 2);
    expect(sizeProblem({ ...defaultSize, driverCores: 0 }, true)).toMatch(
      /^The server needs/,
    );
  });
});
