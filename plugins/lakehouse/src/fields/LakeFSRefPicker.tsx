import { useEffect, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { lakehouseApiRef } from '../api';
import { findRef, findRepository } from './findInLakeFS';
import { isCommitId, notLive, repositoryIn } from './lakefsPlace';
import { NewestCommits } from './NewestCommits';
import { changesWhatIsThere, choiceIn, formDataOf } from './place';
import { SearchInput } from './SearchInput';
import { checking, notRead } from './unanswered';
import { useAsked } from './useAsked';
import { useSearched } from './useSearched';

const FEW = 20;

const schema = makeFieldSchema({
  output: z => z.string(),
  uiOptions: z =>
    z.object({
      repositoryField: z
        .string()
        .optional()
        .describe('Name of the field that holds the repository'),
      domainField: z
        .string()
        .optional()
        .describe('Name of the field that holds the domain'),
    }),
});

/** Chooses a branch or a tag of the chosen repository, or one of its newest commits. */
export function LakeFSRefPicker(props: typeof schema.TProps) {
  const { onChange, rawErrors, required, schema: field } = props;
  const options = props.uiSchema?.['ui:options'];
  const api = useApi(lakehouseApiRef);
  const values = formDataOf(props.formContext);
  const place = choiceIn(values, options?.domainField);
  const repository = repositoryIn(values, options?.repositoryField);
  const at = repository ? `${repository.server}/${repository.repository}` : '';
  const value = props.formData ?? '';
  const isThere = value !== '' && changesWhatIsThere(values);
  // A commit is chosen among those of a branch or tag, which stays in sight.
  const [browsed, setBrowsed] = useState<{ at: string; ref: string }>();
  const ref = isCommitId(value)
    ? (browsed?.at === at && browsed.ref) || value
    : value;

  const { found, loading, error, search } = useSearched(
    repository && (q => api.listLakeFSRefs(repository, { q, limit: FEW })),
    at,
  );
  const placeKey = place ? `${place.kubernetesCluster}/${place.domain}` : '';
  const start = useAsked(
    async () =>
      place && repository
        ? (await findRepository(api, place, repository))?.defaultBranch
        : undefined,
    [api, placeKey, at],
  );
  // What most begin at.
  useEffect(() => {
    if (value === '' && !start.loading && start.value) {
      onChange(start.value);
    }
    // Only when it becomes known: somebody may empty the box.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [at, start.value]);
  const known = useAsked(
    async () =>
      repository && value
        ? { type: await findRef(api, repository, value) }
        : undefined,
    [api, at, value],
  );
  const isMissing =
    !known.loading && known.value !== undefined && !known.value.type;

  const away = found && notLive(found.freshness);
  let help = field.description;
  if (!repository) {
    help = 'Choose a repository first.';
  } else if (error) {
    help = notRead('Branches and tags', error);
  } else if (isMissing) {
    help = `${at} has no branch, tag or commit ${value}.`;
  } else if (away) {
    help = away;
  }
  return (
    <>
      <SearchInput
        fullWidth
        margin="normal"
        id={props.idSchema?.$id}
        label={field.title ?? 'Branch or tag'}
        required={required}
        disabled={!repository || isThere}
        error={
          Boolean(error) ||
          Boolean(away) ||
          isMissing ||
          (rawErrors?.length ?? 0) > 0
        }
        helperText={help}
        value={ref}
        options={(found?.items ?? []).map(({ id, type }) => ({
          value: id,
          title: id,
          detail: type,
        }))}
        loading={loading && repository !== undefined}
        none="There is no such branch or tag."
        onSearch={search}
        onChange={next => onChange(next)}
      />
      {repository && ref !== '' && !isMissing && !isThere && (
        <NewestCommits
          repository={repository}
          reference={ref}
          value={value}
          onChange={commit => {
            setBrowsed({ at, ref });
            onChange(commit);
          }}
        />
      )}
    </>
  );
}

/** `ui:field: LakehouseLakeFSRefPicker`. */
export const lakeFSRefPickerFormField = createFormField({
  name: 'LakehouseLakeFSRefPicker',
  component: LakeFSRefPicker,
  schema,
  validation: (value, field, { apiHolder, formData, uiSchema }) =>
    checking(field, 'Where it begins', async () => {
      const options = uiSchema?.['ui:options'];
      const repository = repositoryIn(formData, options?.repositoryField);
      const api = apiHolder.get(lakehouseApiRef);
      if (!value) {
        field.addError('Choose a branch, a tag or a commit.');
      } else if (
        repository &&
        api &&
        !(await findRef(api, repository, value))
      ) {
        field.addError(
          `${repository.server}/${repository.repository} has no branch, tag or commit ${value}.`,
        );
      }
    }),
});
