import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { LakehouseApi } from '../api';
import { liveFreshness } from '../__testUtils__/domains';
import { salesOnWest } from '../__testUtils__/fieldTests';
import { errorsOf, renderField } from '../__testUtils__/pipelineForms';
import { PipelineNameField, pipelineNameFormField } from './PipelineNameField';

jest.setTimeout(30_000);

describe('LakehousePipelineName', () => {
  const field = {
    field: PipelineNameField,
    name: 'name',
    schema: { type: 'string', title: 'Pipeline' },
  };

  it('tells another version from a new pipeline', async () => {
    const { form } = renderField(field, {
      place: salesOnWest,
      name: 'orders-features',
    });
    expect(
      await screen.findByText(/gets another version; its newest is v2/),
    ).toBeTruthy();
    await userEvent.type(screen.getByLabelText(/Pipeline/), '-x');
    expect(
      await screen.findByText(/orders-features-x will be new in sales/),
    ).toBeTruthy();
    expect(form.values.name).toBe('orders-features-x');
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
