import { useEffect } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import type {
  LakeFSAddress,
  LakeFSRepository,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../api';
import { findRepository } from './findInLakeFS';
import { isAway, isLakeFSAddress } from './lakefsPlace';
import { LakeFSSearchInput } from './LakeFSSearchInput';
import {
  changesWhatIsThere,
  choiceIn,
  type DomainChoice,
  formDataOf,
} from './place';
import { checking } from './unanswered';
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

/** Why a repository can't be chosen for a domain, as a sentence. */
function wrongWith(
  { domain }: DomainChoice,
  value: LakeFSAddress,
  known: LakeFSRepository | undefined,
): string | undefined {
  if (!known) {
    return `${domain} may not use ${keyOf(value)}, or it is not there.`;
  }
  return known.readOnly
    ? `${keyOf(value)} is read-only: nothing can be made in it.`
    : undefined;
}

/** Chooses a repository of lakeFS, of those that the chosen domain may use. */
export function LakeFSRepositoryPicker(props: typeof schema.TProps) {
  const { onChange } = props;
  const api = useApi(lakehouseApiRef);
  const values = formDataOf(props.formContext);
  const place = choiceIn(values, props.uiSchema?.['ui:options']?.domainField);
  const value = isLakeFSAddress(props.formData) ? props.formData : undefined;
  const placeKey = place ? `${place.kubernetesCluster}/${place.domain}` : '';

  const searched = useSearched(
    place && (q => api.listLakeFSRepositories({ ...place, q, limit: FEW })),
    placeKey,
    isAway,
  );
  const { found, loading } = searched;
  const items = found?.items ?? [];
  // What was chosen for one domain may not be another's.
  const chosen = useAsked(
    async () =>
      place && value
        ? { known: await findRepository(api, place, value) }
        : undefined,
    [api, placeKey, value && keyOf(value)],
  );
  const wrong =
    place && value && !chosen.loading && chosen.value
      ? wrongWith(place, value, chosen.value.known)
      : undefined;

  // With one there is nothing to choose.
  const only =
    items.length === 1 && !found?.nextCursor && !loading ? items[0] : undefined;
  useEffect(() => {
    if (only && !value) {
      onChange({ server: only.server, repository: only.repository });
    }
  });

  return (
    <LakeFSSearchInput
      field={props}
      label="Repository"
      what="The repositories"
      value={value ? keyOf(value) : ''}
      first={place ? undefined : 'Choose a domain first.'}
      wrong={wrong}
      isFixed={value !== undefined && changesWhatIsThere(values)}
      searched={searched}
      options={items.map(item => ({
        value: keyOf(item),
        title: keyOf(item),
        ...(item.readOnly && { detail: 'read-only' }),
      }))}
      none={`There is no such repository that ${
        place?.domain ?? 'the domain'
      } may use; the platform team adds to its settings.`}
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
        const wrong = wrongWith(place, value, known);
        if (wrong) {
          field.addError(wrong);
        }
      }
    }),
});
