import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { salesOnWest } from '../__testUtils__/fieldTests';
import {
  pipelineDetailFixture,
  versionFixture,
} from '../__testUtils__/kubeflow';
import { errorsOf, renderField } from '../__testUtils__/pipelineForms';
import {
  PipelineVersionField,
  pipelineVersionFormField,
} from './PipelineVersionField';

jest.setTimeout(30_000);

describe('LakehousePipelineVersion', () => {
  const field = {
    field: PipelineVersionField,
    name: 'version',
    schema: { type: 'string', title: 'Version' },
  };

  it('offers the next, and knows what is taken', async () => {
    const { form } = renderField(field, {
      place: salesOnWest,
      name: 'orders-features',
    });
    await waitFor(() => expect(form.values.version).toBe('v3'));
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
    const { form } = renderField(
      field,
      { place: salesOnWest, name: 'orders-features' },
      {
        api: {
          getPipeline: async () => ({
            ...pipelineDetailFixture,
            versions: [titled],
          }),
        },
      },
    );
    await waitFor(() => expect(form.values.version).toBe('v8'));
  });

  it('begins with v1 where the pipeline is new', async () => {
    const { form } = renderField(field, {
      place: salesOnWest,
      name: 'new-one',
    });
    await waitFor(() => expect(form.values.version).toBe('v1'));
  });

  it.each<[string, RegExp[]]>([
    ['v3', []],
    ['v1', [/v1 is taken/]],
    ['V 3', [/lower-case/]],
    ['', [/lower-case/]],
  ])('on "Next" says of %s', async (value, expected) => {
    expect(
      await errorsOf(pipelineVersionFormField, value, {
        formData: { place: salesOnWest, name: 'orders-features' },
      }),
    ).toEqual(expected.map(pattern => expect.stringMatching(pattern)));
  });
});
