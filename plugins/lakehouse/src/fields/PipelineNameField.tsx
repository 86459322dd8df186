import { useApi } from '@backstage/core-plugin-api';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { lakehouseApiRef } from '../api';
import { nameProblem, takenBy } from './checkName';
import { choiceIn, formDataOf } from './place';
import { findPipeline } from './pipelinePlace';
import { SuggestInput } from './SuggestInput';
import { checking, notRead } from './unanswered';
import { useAsked } from './useAsked';
import { useSearched } from './useSearched';

const KIND = 'kubeflow-pipeline';
const FEW = 20;

const schema = makeFieldSchema({
  output: z => z.string(),
  uiOptions: z =>
    z.object({
      domainField: z
        .string()
        .optional()
        .describe('Name of the field that holds the domain'),
    }),
});

/** The name of a pipeline: of one that is there, which gets another version, or a new one. */
export function PipelineNameField(props: typeof schema.TProps) {
  const { onChange, schema: field } = props;
  const api = useApi(lakehouseApiRef);
  const place = choiceIn(
    formDataOf(props.formContext),
    props.uiSchema?.['ui:options']?.domainField,
  );
  const { domain, kubernetesCluster } = place ?? {};
  const name = props.formData ?? '';
  const wrong = name === '' ? undefined : nameProblem(KIND, name);
  const { found, error, search } = useSearched(
    place &&
      (q =>
        api.listPipelines({
          ...{ domain: [place.domain], q, sort: 'name', limit: FEW },
          kubernetesCluster: [place.kubernetesCluster],
        })),
    `${kubernetesCluster}/${domain}`,
  );
  const looked = useAsked(
    async () =>
      place && name && !wrong
        ? { name, row: await findPipeline(api, place, name) }
        : undefined,
    [api, domain, kubernetesCluster, name, wrong],
  );
  const known = looked.value?.name === name ? looked.value : undefined;
  let help = field.description;
  if (!place) {
    help = 'Choose a domain first.';
  } else if (wrong) {
    help = wrong;
  } else if (error) {
    help = notRead('The pipelines', error);
  } else if (known?.row) {
    const { latestVersion } = known.row;
    help = `${name} is there, and gets another version${
      latestVersion ? `; its newest is ${latestVersion.title}` : ''
    }.`;
  } else if (known) {
    help = `${name} will be new in ${domain}.`;
  }
  return (
    <SuggestInput
      fullWidth
      margin="normal"
      id={props.idSchema?.$id}
      label={field.title ?? 'Pipeline'}
      required={props.required}
      disabled={!place}
      value={name}
      suggestions={(found?.items ?? []).map(row => ({
        ...{ value: row.name, title: row.name },
      }))}
      error={Boolean(wrong) || (!known && (props.rawErrors?.length ?? 0) > 0)}
      helperText={help}
      FormHelperTextProps={{ role: 'status' }}
      onChange={next => {
        search(next);
        onChange(next);
      }}
    />
  );
}

/** `ui:field: LakehousePipelineName`. */
export const pipelineNameFormField = createFormField({
  name: 'LakehousePipelineName',
  component: PipelineNameField,
  schema,
  validation: (value, field, { apiHolder, formData, uiSchema }) =>
    checking(field, 'The name', async () => {
      const place = choiceIn(formData, uiSchema?.['ui:options']?.domainField);
      const api = apiHolder.get(lakehouseApiRef);
      const wrong = nameProblem(KIND, value ?? '');
      if (wrong) {
        field.addError(wrong);
      } else if (place && api && !(await findPipeline(api, place, value))) {
        // An open request for the same pipeline comes first.
        const taken = await takenBy(api, { kind: KIND, name: value, place });
        if (taken) {
          field.addError(taken);
        }
      }
    }),
});
