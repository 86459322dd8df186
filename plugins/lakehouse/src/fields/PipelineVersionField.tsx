import { useEffect, useRef } from 'react';
import TextField from '@material-ui/core/TextField';
import { useApi } from '@backstage/core-plugin-api';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import {
  nextVersion,
  pipelineVersionName,
  pipelineVersionOf,
  pipelineVersionProblem,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../api';
import { takenBy } from './checkName';
import { choiceIn, type DomainChoice, formDataOf } from './place';
import { readPipeline } from './pipelinePlace';
import { checking, notRead } from './unanswered';
import { useAsked } from './useAsked';

const KIND = 'kubeflow-pipeline-version';

const schema = makeFieldSchema({
  output: z => z.string(),
  uiOptions: z =>
    z.object({
      domainField: z
        .string()
        .optional()
        .describe('Name of the field that holds the domain'),
      pipelineField: z
        .string()
        .optional()
        .describe('Name of the field that holds the name of the pipeline'),
    }),
});

function nameIn(formData: unknown, field = 'name'): string {
  const value = ((formData ?? {}) as Record<string, unknown>)[field];
  return typeof value === 'string' ? value : '';
}

const isTaken = (pipeline: string, version: string) =>
  `${version} is taken: ${pipeline} has a version of that name, and versions never change.`;

/** What a new version of a pipeline is called: the next one is offered, what is taken is said. */
export function PipelineVersionField(props: typeof schema.TProps) {
  const { onChange, schema: field } = props;
  const options = props.uiSchema?.['ui:options'];
  const api = useApi(lakehouseApiRef);
  const values = formDataOf(props.formContext);
  const place = choiceIn(values, options?.domainField);
  const pipeline = nameIn(values, options?.pipelineField);
  const version = props.formData ?? '';
  const at = `${place?.kubernetesCluster}/${place?.domain}/${pipeline}`;
  const read = useAsked(
    async () =>
      place && pipeline
        ? { at, detail: await readPipeline(api, place, pipeline) }
        : undefined,
    [api, at],
  );
  const known = read.value?.at === at ? read.value : undefined;
  const versions = known?.detail?.versions ?? [];
  // By the names of their objects: a title may be any text, as 1.4.
  const called = versions.map(({ name }) => pipelineVersionOf(pipeline, name));
  const next = nextVersion(called[0], called);
  // Once for each pipeline: somebody may empty the box.
  const offeredAt = useRef('');
  useEffect(() => {
    if (known && offeredAt.current !== at) {
      offeredAt.current = at;
      if (version === '') {
        onChange(next);
      }
    }
  });
  const wrong =
    version === '' ? undefined : pipelineVersionProblem(pipeline, version);
  const taken = versions.some(
    ({ name }) => name === pipelineVersionName(pipeline, version),
  );
  let help = field.description;
  if (!pipeline) {
    help = 'Say which pipeline first.';
  } else if (wrong) {
    help = wrong;
  } else if (taken) {
    help = isTaken(pipeline, version);
  } else if (read.error) {
    help = notRead('The versions of the pipeline', read.error);
  } else if (known && version !== '') {
    help = `${version} is free; its object is ${pipelineVersionName(
      pipeline,
      version,
    )}.`;
  }
  return (
    <TextField
      fullWidth
      margin="normal"
      id={props.idSchema?.$id}
      label={field.title ?? 'Version'}
      value={version}
      required={props.required}
      error={
        Boolean(wrong) ||
        taken ||
        (!known && (props.rawErrors?.length ?? 0) > 0)
      }
      helperText={help}
      FormHelperTextProps={{ role: 'status' }}
      inputProps={{ spellCheck: false, autoComplete: 'off' }}
      onChange={event => onChange(event.target.value)}
    />
  );
}

/** `ui:field: LakehousePipelineVersion`. */
export const pipelineVersionFormField = createFormField({
  name: 'LakehousePipelineVersion',
  component: PipelineVersionField,
  schema,
  validation: (value, field, { apiHolder, formData, uiSchema }) =>
    checking(field, 'Whether the version is free', async () => {
      const options = uiSchema?.['ui:options'];
      const place: DomainChoice | undefined = choiceIn(
        formData,
        options?.domainField,
      );
      const pipeline = nameIn(formData, options?.pipelineField);
      const version = value ?? '';
      const wrong = pipelineVersionProblem(pipeline, version);
      const api = apiHolder.get(lakehouseApiRef);
      if (wrong) {
        field.addError(wrong);
      } else if (place && api) {
        const name = pipelineVersionName(pipeline, version);
        const detail = await readPipeline(api, place, pipeline);
        const taken = detail?.versions.some(one => one.name === name)
          ? isTaken(pipeline, version)
          : await takenBy(api, { kind: KIND, name, place });
        if (taken) {
          field.addError(taken);
        }
      }
    }),
});
