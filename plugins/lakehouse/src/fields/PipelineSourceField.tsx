import {
  type ClipboardEvent,
  useDeferredValue,
  useMemo,
  useState,
} from 'react';
import Button from '@material-ui/core/Button';
import FormHelperText from '@material-ui/core/FormHelperText';
import TextField from '@material-ui/core/TextField';
import { useApiHolder } from '@backstage/core-plugin-api';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import {
  type CompiledPipeline,
  isImageAllowed,
  type KubeflowPipelineInput,
  parsePipeline,
  PIPELINE_MAX_BYTES,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../api';
import { PipelineGraphView } from '../components/graph/PipelineGraphView';
import { readError } from '../components/readError';
import { plural } from '../format/plural';
import { choiceIn, type DomainChoice, formDataOf } from './place';
import { canReadFiles, readPipelineFile } from './readPipelineFile';
import { SizeFootprint } from './SizeFootprint';
import { checking } from './unanswered';
import { useSettings } from './useSettings';

type Source = KubeflowPipelineInput['source'];

const schema = makeFieldSchema({
  output: z =>
    z.object({
      text: z.string().optional(),
      url: z.string().optional(),
      commit: z.string().optional(),
    }),
  uiOptions: z =>
    z.object({
      domainField: z
        .string()
        .optional()
        .describe('Name of the field that holds the domain'),
    }),
});

/** A compiled pipeline, pasted or from a file of a repository; with what it is, asks for and runs. */
export function PipelineSourceField(props: typeof schema.TProps) {
  const { onChange, schema: field } = props;
  const apis = useApiHolder();
  const place = choiceIn(
    formDataOf(props.formContext),
    props.uiSchema?.['ui:options']?.domainField,
  );
  const source = (props.formData ?? {}) as Partial<Source>;
  const text = source.text ?? '';
  const id = props.idSchema?.$id ?? 'source';
  // A large one takes longer to read than the next letter to type.
  const settled = useDeferredValue(text);
  const { compiled, problem: wrong } = useMemo(() => read(settled), [settled]);
  const [refused, setRefused] = useState<string>();
  const problem = refused ?? wrong;
  // A browser is busy for long with what is far too large: it never gets it.
  const refuseTooLarge = (event: ClipboardEvent) => {
    const { length } = event.clipboardData.getData('text');
    if (length > PIPELINE_MAX_BYTES) {
      event.preventDefault();
      setRefused(
        `What you pasted is larger than ${PIPELINE_MAX_BYTES} bytes, which no compiled pipeline may be. The field is as it was.`,
      );
    }
  };
  return (
    <>
      {canReadFiles(apis) ? (
        <FileInput id={id} source={source} onRead={onChange} />
      ) : (
        <FormHelperText>
          Paste it: this portal signs nobody in to a Git host, and reads files
          with your own account only.
        </FormHelperText>
      )}
      <TextField
        multiline
        fullWidth
        // Of fixed height: to find one that fits, each letter lays all lines out again.
        rows={16}
        margin="normal"
        id={id}
        label={field.title ?? 'Compiled pipeline'}
        value={text}
        required={props.required}
        error={problem !== undefined || (props.rawErrors?.length ?? 0) > 0}
        helperText={problem ?? field.description}
        FormHelperTextProps={{ role: 'status' }}
        inputProps={{ spellCheck: false, style: { fontFamily: 'monospace' } }}
        onPaste={refuseTooLarge}
        onChange={event => {
          setRefused(undefined);
          // What is edited is not what was read any more.
          onChange({ text: event.target.value });
        }}
      />
      {compiled && <CompiledSummary compiled={compiled} place={place} />}
    </>
  );
}

function FileInput(props: {
  id: string;
  source: Partial<Source>;
  onRead(source: Source): void;
}) {
  const { id, source, onRead } = props;
  const apis = useApiHolder();
  const [url, setUrl] = useState(source.url ?? '');
  const [state, setState] = useState<{ reading?: true; problem?: string }>({});
  const readFile = async () => {
    setState({ reading: true });
    try {
      const file = await readPipelineFile(apis, url.trim());
      onRead({
        ...{ text: file.text, url: file.url },
        ...(file.commit && { commit: file.commit }),
      });
      setState({});
    } catch (error) {
      setState({ problem: readError(error).message });
    }
  };
  const note = source.url
    ? `Read from ${source.url}${
        source.commit ? ` at commit ${source.commit.slice(0, 7)}` : ''
      }.`
    : 'Read with your own account on the Git host. Or paste it below.';
  return (
    <>
      <TextField
        fullWidth
        margin="normal"
        id={`${id}-url`}
        type="url"
        label="From a file of a repository"
        placeholder="https://…/pipeline.yaml"
        value={url}
        error={state.problem !== undefined}
        helperText={state.problem ?? note}
        InputLabelProps={{ shrink: true }}
        FormHelperTextProps={{ role: 'status' }}
        onChange={event => setUrl(event.target.value)}
      />
      <Button
        variant="outlined"
        size="small"
        disabled={url.trim() === '' || state.reading}
        onClick={readFile}
      >
        {state.reading ? 'Reading the file …' : 'Read the file'}
      </Button>
    </>
  );
}

function CompiledSummary(props: {
  compiled: CompiledPipeline;
  place: DomainChoice | undefined;
}) {
  const { compiled, place } = props;
  const { settings } = useSettings(place);
  const steps = compiled.graph.nodes.filter(({ type }) => type === 'step');
  const refused = settings
    ? compiled.images.filter(image => !isImageAllowed(settings, image))
    : [];
  return (
    <section aria-label="What was compiled">
      <p>
        {compiled.title ?? compiled.name}: {plural(steps.length, 'step')},{' '}
        {plural(compiled.images.length, 'image')},{' '}
        {plural(compiled.inputs.length, 'parameter')}.
      </p>
      <ul aria-label="Images">
        {compiled.images.map(image => (
          <li key={image}>
            <code>{image}</code>
            {refused.includes(image) &&
              ` ✗ is none that ${place?.domain} may run`}
          </li>
        ))}
      </ul>
      <SizeFootprint footprint={compiled.footprint} place={place} />
      <PipelineGraphView graph={compiled.graph} />
    </section>
  );
}

function read(text: string): { compiled?: CompiledPipeline; problem?: string } {
  if (text.trim() === '') {
    return {};
  }
  try {
    return { compiled: parsePipeline(text).compiled };
  } catch (error) {
    return { problem: readError(error).message };
  }
}

/** `ui:field: LakehousePipelineSource`. */
export const pipelineSourceFormField = createFormField({
  name: 'LakehousePipelineSource',
  component: PipelineSourceField,
  schema,
  validation: (value, field, { apiHolder, formData, uiSchema }) =>
    checking(field, 'Which images may run', async () => {
      const { text = '' } = (value ?? {}) as Partial<Source>;
      const { compiled, problem } = read(text);
      if (!compiled) {
        field.addError(problem ?? 'Paste a compiled pipeline.');
        return;
      }
      const place = choiceIn(formData, uiSchema?.['ui:options']?.domainField);
      const api = apiHolder.get(lakehouseApiRef);
      const settings =
        place &&
        api &&
        (await api.getDomain(place.domain)).settings[place.kubernetesCluster];
      for (const image of settings ? compiled.images : []) {
        if (settings && !isImageAllowed(settings, image)) {
          field.addError(`${image} is no image that ${place?.domain} may run.`);
        }
      }
    }),
});
