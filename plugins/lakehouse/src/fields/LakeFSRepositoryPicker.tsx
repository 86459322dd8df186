import { useEffect } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import type { LakeFSAddress } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../api';
import { findRepository } from './findInLakeFS';
import { isLakeFSAddress, notLive } from './lakefsPlace';
import { changesWhatIsThere, choiceIn, formDataOf } from './place';
import { SearchInput } from './SearchInput';
import { checking, notRead } from './unanswered';
import { useAsked } from './useAsked';
import { useSearched } from './useSearched';

const FEW = 20;

const schema = makeFieldSchema({
  output: z => z.object({ server: z.string(), repository: z.string() }),
  uiOptions: z =>
    z.object({
      domainField: z
        .string()
        .optional()
        .describe('Name of the field that holds the domain'),
    }),
});

const keyOf = ({ server, repository }: LakeFSAddress) =>
  `${server}/${repository}`;

/** Chooses a repository of lakeFS, of those that the chosen domain may use. */
export function LakeFSRepositoryPicker(props: typeof schema.TProps) {
  const { onChange, rawErrors, required, schema: field } = props;
  const api = useApi(lakehouseApiRef);
  const values = formDataOf(props.formContext);
  const place = choiceIn(values, props.uiSchema?.['ui:options']?.domainField);
  const value = isLakeFSAddress(props.formData) ? props.formData : undefined;
  const placeKey = place ? `${place.kubernetesCluster}/${place.domain}` : '';

  const { found, loading, error, search } = useSearched(
    place && (q => api.listLakeFSRepositories({ ...place, q, limit: FEW })),
    placeKey,
  );
  const items = found?.items ?? [];
  // What was chosen for one domain may not be another's.
  const chosen = useAsked(
    async () =>
      place && value
        ? { known: await findRepository(api, place, value) }
        : undefined,
    [api, placeKey, value && keyOf(value)],
  );
  const isForeign =
    !chosen.loading &&
    chosen.value !== undefined &&
    chosen.value.known === undefined;
  const isReadOnly = chosen.value?.known?.readOnly === true;

  // With one there is nothing to choose.
  const only =
    items.length === 1 && !found?.nextCursor && !loading ? items[0] : undefined;
  useEffect(() => {
    if (only && !value) {
      onChange({ server: only.server, repository: only.repository });
    }
  });

  const away = found && notLive(found.freshness);
  let help = field.description;
  if (!place) {
    help = 'Choose a domain first.';
  } else if (error) {
    help = notRead('The repositories', error);
  } else if (isForeign && value) {
    help = `${place.domain} may not use ${keyOf(value)}, or it is not there.`;
  } else if (isReadOnly && value) {
    help = `${keyOf(value)} is read-only: nothing can be made in it.`;
  } else if (away) {
    help = away;
  }
  return (
    <SearchInput
      fullWidth
      margin="normal"
      id={props.idSchema?.$id}
      label={field.title ?? 'Repository'}
      required={required}
      disabled={!place || (value !== undefined && changesWhatIsThere(values))}
      error={
        Boolean(error) ||
        Boolean(away) ||
        isForeign ||
        isReadOnly ||
        (rawErrors?.length ?? 0) > 0
      }
      helperText={help}
      value={value ? keyOf(value) : ''}
      options={items.map(item => ({
        value: keyOf(item),
        title: keyOf(item),
        ...(item.readOnly && { detail: 'read-only' }),
      }))}
      loading={loading && place !== undefined}
      none={`There is no such repository that ${
        place?.domain ?? 'the domain'
      } may use; the platform team adds to its settings.`}
      onSearch={search}
      onChange={key => {
        const item = items.find(one => keyOf(one) === key);
        onChange(item && { server: item.server, repository: item.repository });
      }}
    />
  );
}

/** `ui:field: LakehouseLakeFSRepositoryPicker`. */
export const lakeFSRepositoryPickerFormField = createFormField({
  name: 'LakehouseLakeFSRepositoryPicker',
  component: LakeFSRepositoryPicker,
  schema,
  validation: (value, field, { apiHolder, formData, uiSchema }) =>
    checking(field, 'The repository', async () => {
      const place = choiceIn(formData, uiSchema?.['ui:options']?.domainField);
      const api = apiHolder.get(lakehouseApiRef);
      if (!isLakeFSAddress(value)) {
        field.addError('Choose a repository.');
      } else if (place && api) {
        const known = await findRepository(api, place, value);
        if (!known) {
          field.addError(
            `${place.domain} may not use ${keyOf(value)}, or it is not there.`,
          );
        } else if (known.readOnly) {
          field.addError(
            `${keyOf(value)} is read-only: nothing can be made in it.`,
          );
        }
      }
    }),
});
