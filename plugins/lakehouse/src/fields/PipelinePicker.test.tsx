import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { LakehouseApi } from '../api';
import { away, salesOnWest } from '../__testUtils__/fieldTests';
import { pipelineDetailFixture } from '../__testUtils__/kubeflow';
import { choose, errorsOf, renderField } from '../__testUtils__/pipelineForms';
import { PipelinePicker, pipelinePickerFormField } from './PipelinePicker';

jest.setTimeout(30_000);

const what = { pipeline: 'orders-features' };

describe('LakehousePipelinePicker', () => {
  const field = {
    field: PipelinePicker,
    name: 'what',
    schema: { type: 'object', title: 'Pipeline' },
  };

  it('chooses a pipeline, and a version of it', async () => {
    const { form } = renderField(field, { place: salesOnWest });
    await userEvent.type(await screen.findByLabelText(/Pipeline/), 'orders');
    await userEvent.click(
      await screen.findByRole('option', { name: /orders-features/ }),
    );
    await waitFor(() => expect(form.values.what).toEqual(what));
    await screen.findByLabelText('Version');
    await choose(/Version/, /^v1$/);
    expect(form.values.what).toEqual({
      ...what,
      version: 'orders-features-v1',
    });
    await choose(/Version/, /The newest/);
    expect(form.values.what).toEqual(what);
  });

  it('wants a domain first', () => {
    renderField(field, {});
    expect(screen.getByText('Choose a domain first.')).toBeTruthy();
  });

  it('says that nothing can be read now', async () => {
    renderField(
      field,
      { place: salesOnWest },
      { api: { listPipelines: away } },
    );
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
