import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { useApi } from '@backstage/core-plugin-api';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { lakehouseApiRef } from '../api';
import { choiceIn, type DomainChoice, formDataOf } from './place';
import {
  isPipelineChoice,
  type PipelineChoice,
  readPipeline,
} from './pipelinePlace';
import { SearchInput } from './SearchInput';
import { checking, notRead } from './unanswered';
import { useAsked } from './useAsked';
import { useSearched } from './useSearched';

const FEW = 20;
const NEWEST = '';

const schema = makeFieldSchema({
  output: z =>
    z.object({ pipeline: z.string(), version: z.string().optional() }),
  uiOptions: z =>
    z.object({
      domainField: z
        .string()
        .optional()
        .describe('Name of the field that holds the domain'),
    }),
});

const noPipeline = (place: DomainChoice, name: string) =>
  `${place.domain} has no pipeline ${name} on ${place.kubernetesCluster}.`;

/** Chooses a pipeline of the chosen domain, and one of its versions or always the newest. */
export function PipelinePicker(props: typeof schema.TProps) {
  const { onChange, schema: field } = props;
  const api = useApi(lakehouseApiRef);
  const values = formDataOf(props.formContext);
  const place = choiceIn(values, props.uiSchema?.['ui:options']?.domainField);
  const chosen = isPipelineChoice(props.formData) ? props.formData : undefined;
  const placeKey = place ? `${place.kubernetesCluster}/${place.domain}` : '';

  const { found, loading, error, search } = useSearched(
    place &&
      (q =>
        api.listPipelines({
          domain: [place.domain],
          kubernetesCluster: [place.kubernetesCluster],
          ...{ q, sort: 'name', limit: FEW },
        })),
    placeKey,
  );
  const read = useAsked(
    async () =>
      place && chosen
        ? {
            of: chosen.pipeline,
            detail: await readPipeline(api, place, chosen.pipeline),
          }
        : undefined,
    [api, placeKey, chosen?.pipeline],
  );
  const known = read.value?.of === chosen?.pipeline ? read.value : undefined;
  const versions = known?.detail?.versions ?? [];
  const isMissing = !read.loading && known !== undefined && !known.detail;
  const unread = error ?? read.error;
  let wrong: string | undefined;
  if (unread) {
    wrong = notRead('The pipelines', unread);
  } else if (place && chosen && isMissing) {
    wrong = noPipeline(place, chosen.pipeline);
  } else if (known?.detail && versions.length === 0) {
    wrong = `${chosen?.pipeline} has no version yet; ask for one first.`;
  }
  const version = chosen?.version ?? NEWEST;
  const isGone =
    version !== NEWEST &&
    known?.detail !== undefined &&
    !versions.some(({ name }) => name === version);
  return (
    <>
      <SearchInput
        fullWidth
        margin="normal"
        id={props.idSchema?.$id}
        label={field.title ?? 'Pipeline'}
        required={props.required}
        disabled={!place}
        value={chosen?.pipeline ?? ''}
        error={Boolean(wrong) || (props.rawErrors?.length ?? 0) > 0}
        helperText={
          place ? wrong ?? field.description : 'Choose a domain first.'
        }
        loading={loading && place !== undefined}
        onSearch={search}
        options={(found?.items ?? []).map(({ name, title }) => ({
          value: name,
          title: name,
          ...(title !== name && { detail: title }),
        }))}
        none={`${place?.domain ?? 'The domain'} has no such pipeline.`}
        onChange={name => onChange(toChoice(name))}
      />
      {chosen && known?.detail && versions.length > 0 && (
        <TextField
          select
          fullWidth
          margin="normal"
          id={`${props.idSchema?.$id}-version`}
          label="Version"
          value={version}
          error={isGone}
          helperText={
            isGone
              ? `${version} is not there any more.`
              : 'The newest is taken anew each time a run starts.'
          }
          SelectProps={{ displayEmpty: true }}
          InputLabelProps={{ shrink: true }}
          onChange={event =>
            onChange(toChoice(chosen.pipeline, event.target.value))
          }
        >
          <MenuItem value={NEWEST}>The newest ({versions[0].title})</MenuItem>
          {versions.map(({ name, title }) => (
            <MenuItem key={name} value={name}>
              {title}
            </MenuItem>
          ))}
          {isGone && <MenuItem value={version}>{version}</MenuItem>}
        </TextField>
      )}
    </>
  );
}

function toChoice(
  pipeline: string | undefined,
  version = NEWEST,
): PipelineChoice | undefined {
  return pipeline
    ? { pipeline, ...(version !== NEWEST && { version }) }
    : undefined;
}

/** `ui:field: LakehousePipelinePicker`. */
export const pipelinePickerFormField = createFormField({
  name: 'LakehousePipelinePicker',
  component: PipelinePicker,
  schema,
  validation: (value, field, { apiHolder, formData, uiSchema }) =>
    checking(field, 'The pipeline', async () => {
      const place = choiceIn(formData, uiSchema?.['ui:options']?.domainField);
      const api = apiHolder.get(lakehouseApiRef);
      if (!isPipelineChoice(value)) {
        field.addError('Choose a pipeline.');
        return;
      }
      if (!place || !api) {
        return;
      }
      const detail = await readPipeline(api, place, value.pipeline);
      if (!detail) {
        field.addError(noPipeline(place, value.pipeline));
      } else if (detail.versions.length === 0) {
        field.addError(`${value.pipeline} has no version yet.`);
      } else if (
        value.version &&
        !detail.versions.some(({ name }) => name === value.version)
      ) {
        field.addError(`${value.pipeline} has no version ${value.version}.`);
      }
    }),
});
