import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ScmAuthApi } from '@backstage/integration-react';
import { pipelineSpecFixture } from '@lakefront/backstage-plugin-lakehouse-common/testUtils';
import { stringify } from 'yaml';
import { salesOnWest } from '../__testUtils__/fieldTests';
import { errorsOf, renderField } from '../__testUtils__/pipelineForms';
import { refusal } from '../__testUtils__/refusal';
import { seriousFaults } from '../__testUtils__/renderLakehouse';
import {
  PipelineSourceField,
  pipelineSourceFormField,
} from './PipelineSourceField';

jest.mock('../components/graph/PipelineGraphView', () => ({
  PipelineGraphView: ({ graph }: { graph: { nodes: unknown[] } }) => (
    <p>A graph of {graph.nodes.length}</p>
  ),
}));

jest.setTimeout(30_000);

const IMAGE = 'registry.test/spark:4.0.1-python';
const compiled = (image = IMAGE) => stringify(pipelineSpecFixture({ image }));

describe('LakehousePipelineSource', () => {
  const field = {
    field: PipelineSourceField,
    name: 'source',
    schema: { type: 'object', title: 'Compiled pipeline' },
  };
  const paste = async (text: string) => {
    await userEvent.click(screen.getByLabelText(/Compiled pipeline/));
    await userEvent.paste(text);
  };

  it('says what was pasted: steps, images, what it asks for, and draws it', async () => {
    const { container, form } = renderField(field, { place: salesOnWest });
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
    expect(form.values.source).toEqual({ text: compiled() });
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('refuses what is far too large before it is in the field, and keeps what was', async () => {
    const { form } = renderField(field, { place: salesOnWest });
    await paste('was: there');
    await paste(`${'x'.repeat(1_000_000)}\n`);
    expect(
      await screen.findByText(/What you pasted is larger than 1000000 bytes/),
    ).toBeTruthy();
    expect(screen.getByLabelText(/Compiled pipeline/)).toHaveValue(
      'was: there',
    );
    expect(form.values.source).toEqual({ text: 'was: there' });
    await paste('!');
    expect(screen.queryByText(/What you pasted/)).toBeNull();
  });

  it('says line and rule of what is none', async () => {
    renderField(field, { place: salesOnWest });
    await paste('pipelineInfo: {name: x}\nroot: {}\nsecretWord: 1\n');
    const said = await screen.findByText(/[Ll]ine 3/);
    expect(said.textContent).not.toContain('secretWord');
  });

  it('marks an image that the domain may not run', async () => {
    renderField(field, { place: salesOnWest });
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
    const { form } = renderField(
      field,
      { place: salesOnWest },
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
    expect(form.values.source).toEqual({
      ...{ url, commit: 'abcdef0123', text: compiled() },
    });
    // What is edited is not what was read any more.
    await paste(' ');
    await waitFor(() => expect(form.values.source.url).toBeUndefined());
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
      field,
      { place: salesOnWest },
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
    const { form } = renderField(
      field,
      { place: salesOnWest },
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
    expect(form.values.source?.text ?? '').toBe('');
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
