import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { PipelineValueInfo } from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseApi } from '../api';
import { salesOnWest } from '../__testUtils__/fieldTests';
import {
  compiledFixture,
  versionDetailFixture,
} from '../__testUtils__/kubeflow';
import { choose, errorsOf, renderField } from '../__testUtils__/pipelineForms';
import { seriousFaults } from '../__testUtils__/renderLakehouse';
import {
  PipelineParametersField,
  pipelineParametersFormField,
} from './PipelineParametersField';

jest.setTimeout(30_000);

const what = { pipeline: 'orders-features' };

describe('LakehousePipelineParameters', () => {
  const field = {
    field: PipelineParametersField,
    name: 'parameters',
    schema: { type: 'object', title: 'Parameters' },
  };
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
    const { container, form } = renderField(
      field,
      { place: salesOnWest, what },
      { api },
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
    expect(form.values.parameters).toEqual({
      ...{ day: '2026-11-20', rows: 5, fast: false, mode: 'delta' },
      regions: ['a', 'b'],
    });
    // As it was typed, not as JSON would write it.
    expect(screen.getByLabelText(/regions/)).toHaveValue('["a", "b"]');
    expect(screen.queryByLabelText(/data/)).toBeNull();
    await userEvent.clear(screen.getByLabelText(/rows/));
    expect(form.values.parameters).not.toHaveProperty('rows');
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says what is of another type, and what the version does not take', async () => {
    const parameters = { rows: 'many', gone: 1 };
    const { form } = renderField(
      field,
      { place: salesOnWest, what, parameters },
      { api },
    );
    expect(await screen.findByText('rows must be a whole number')).toBeTruthy();
    await userEvent.click(
      screen.getByRole('button', { name: 'Leave gone out' }),
    );
    expect(form.values.parameters).toEqual({ rows: 'many' });
  });

  it('wants a pipeline first', () => {
    renderField(field, { place: salesOnWest });
    expect(screen.getByText('Choose a pipeline first.')).toBeTruthy();
  });

  it('on "Next" wants what is needed', async () => {
    const of = (value: unknown) =>
      errorsOf(pipelineParametersFormField, value, {
        ...{ api, formData: { place: salesOnWest, what } },
      });
    expect(await of({ day: 'x', mode: 'full' })).toEqual([]);
    expect(await of({ mode: 'other' })).toEqual([
      'day is needed.',
      'mode must be one of full, delta.',
    ]);
    expect(await of(undefined)).toEqual(['day is needed.', 'mode is needed.']);
  });
});
