import { useState } from 'react';
import Button from '@material-ui/core/Button';
import FormControl from '@material-ui/core/FormControl';
import FormHelperText from '@material-ui/core/FormHelperText';
import FormLabel from '@material-ui/core/FormLabel';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { useApi } from '@backstage/core-plugin-api';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import {
  type JsonValue,
  parameterProblem,
  parameterProblems,
  type PipelineValueInfo,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../api';
import {
  aboutInput,
  insteadOf,
  isGiven,
  toKey,
  toParameter,
  toText,
} from './parameterText';
import { choiceIn, formDataOf } from './place';
import { pipelineIn, readChosen } from './pipelinePlace';
import { checking, notRead } from './unanswered';
import { useAsked } from './useAsked';

const schema = makeFieldSchema({
  output: z => z.record(z.any()),
  uiOptions: z =>
    z.object({
      domainField: z
        .string()
        .optional()
        .describe('Name of the field that holds the domain'),
      pipelineField: z
        .string()
        .optional()
        .describe('Name of the field that holds the pipeline'),
    }),
});

type Parameters = Record<string, JsonValue | undefined>;

/** The inputs of the chosen version as a form: types, defaults and choices are the pipeline's own. */
export function PipelineParametersField(props: typeof schema.TProps) {
  const { onChange, schema: field } = props;
  const options = props.uiSchema?.['ui:options'];
  const api = useApi(lakehouseApiRef);
  const values = formDataOf(props.formContext);
  const place = choiceIn(values, options?.domainField);
  const chosen = pipelineIn(values, options?.pipelineField);
  const { value, loading, error } = useAsked(
    async () => (place && chosen ? readChosen(api, place, chosen) : undefined),
    [
      ...[api, place?.domain, place?.kubernetesCluster],
      ...[chosen?.pipeline, chosen?.version],
    ],
  );
  const parameters = (props.formData ?? {}) as Parameters;
  const inputs = value?.compiled?.inputs.filter(isGiven);
  const unknown = inputs
    ? Object.keys(parameters).filter(
        name => !inputs.some(input => input.name === name),
      )
    : [];
  const set = (name: string, next: JsonValue | undefined) => {
    const { [name]: _before, ...others } = parameters;
    onChange(next === undefined ? others : { ...others, [name]: next });
  };
  const note = noteOf({
    ...{ loading, inputs, isChosen: Boolean(place && chosen) },
    problem: error
      ? notRead('The parameters of the pipeline', error)
      : value?.problem,
  });
  return (
    <FormControl
      component="fieldset"
      fullWidth
      margin="normal"
      error={(props.rawErrors?.length ?? 0) > 0}
    >
      <FormLabel component="legend">{field.title ?? 'Parameters'}</FormLabel>
      <FormHelperText role="status">{note ?? field.description}</FormHelperText>
      {inputs?.map(input => (
        <ParameterInput
          key={input.name}
          id={`${props.idSchema?.$id}-${input.name}`}
          info={input}
          value={parameters[input.name]}
          onChange={next => set(input.name, next)}
        />
      ))}
      {unknown.map(name => (
        <FormHelperText error key={name} component="div">
          {name} is no parameter of this version.{' '}
          <Button size="small" onClick={() => set(name, undefined)}>
            Leave {name} out
          </Button>
        </FormHelperText>
      ))}
    </FormControl>
  );
}

function noteOf(of: {
  isChosen: boolean;
  loading: boolean;
  problem?: string;
  inputs?: PipelineValueInfo[];
}): string | undefined {
  if (!of.isChosen) {
    return 'Choose a pipeline first.';
  }
  if (of.problem) {
    return of.problem;
  }
  if (of.loading && !of.inputs) {
    return 'The parameters of the pipeline are being read.';
  }
  return of.inputs?.length === 0 ? 'The pipeline takes none.' : undefined;
}

function ParameterInput(props: {
  id: string;
  info: PipelineValueInfo;
  value: JsonValue | undefined;
  onChange(value: JsonValue | undefined): void;
}) {
  const { id, info, value, onChange } = props;
  const { name, type, optional } = info;
  // As it was typed: a list is written in more ways than one.
  const [typed, setTyped] = useState<string>();
  const text =
    typed !== undefined && toKey(toParameter(type, typed)) === toKey(value)
      ? typed
      : toText(value);
  const problem =
    value === undefined ? undefined : parameterProblem(info, value);
  const instead = insteadOf(info);
  const common = {
    ...{ id, fullWidth: true, margin: 'dense' as const, label: name },
    required: !optional,
    error: problem !== undefined,
    InputLabelProps: { shrink: true },
    FormHelperTextProps: { role: 'status' },
    helperText: problem ?? aboutInput(info),
  };
  const choices = type === 'boolean' ? [true, false] : info.options;
  if (choices) {
    return (
      <TextField
        {...common}
        select
        value={toKey(value)}
        SelectProps={{ displayEmpty: true }}
        onChange={event =>
          onChange(
            event.target.value === ''
              ? undefined
              : (JSON.parse(event.target.value) as JsonValue),
          )
        }
      >
        <MenuItem value="">
          {instead ? `As the pipeline has it: ${instead}` : 'None'}
        </MenuItem>
        {choices.map(choice => (
          <MenuItem key={toKey(choice)} value={toKey(choice)}>
            {toText(choice)}
          </MenuItem>
        ))}
      </TextField>
    );
  }
  return (
    <TextField
      {...common}
      value={text}
      placeholder={instead}
      multiline={type === 'list' || type === 'struct'}
      inputProps={{ spellCheck: false, autoComplete: 'off' }}
      onChange={event => {
        setTyped(event.target.value);
        onChange(toParameter(type, event.target.value));
      }}
    />
  );
}

/** `ui:field: LakehousePipelineParameters`. */
export const pipelineParametersFormField = createFormField({
  name: 'LakehousePipelineParameters',
  component: PipelineParametersField,
  schema,
  validation: (value, field, { apiHolder, formData, uiSchema }) =>
    checking(field, 'The parameters', async () => {
      const options = uiSchema?.['ui:options'];
      const place = choiceIn(formData, options?.domainField);
      const chosen = pipelineIn(formData, options?.pipelineField);
      const api = apiHolder.get(lakehouseApiRef);
      if (!place || !chosen || !api) {
        return;
      }
      const version = await readChosen(api, place, chosen);
      const inputs = version?.compiled?.inputs ?? [];
      parameterProblems(inputs, (value ?? {}) as Parameters).forEach(problem =>
        field.addError(`${problem}.`),
      );
    }),
});
