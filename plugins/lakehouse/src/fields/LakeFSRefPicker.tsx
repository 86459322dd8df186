import { useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { lakehouseApiRef } from '../api';
import { findRef, findRepository } from './findInLakeFS';
import { isAway, isCommitId, repositoryIn } from './lakefsPlace';
import { LakeFSSearchInput } from './LakeFSSearchInput';
import { NewestCommits } from './NewestCommits';
import { changesWhatIsThere, choiceIn, formDataOf } from './place';
import { checking } from './unanswered';
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
  const { onChange } = props;
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

  const searched = useSearched(
    repository && (q => api.listLakeFSRefs(repository, { q, limit: FEW })),
    at,
    isAway,
  );
  const placeKey = place ? `${place.kubernetesCluster}/${place.domain}` : '';
  const start = useAsked(
    async () =>
      place && repository
        ? {
            of: at,
            branch: (await findRepository(api, place, repository))
              ?.defaultBranch,
          }
        : undefined,
    [api, placeKey, at],
  );
  // What most begin at, once for each repository: somebody may empty the box.
  const begunAt = useRef('');
  useEffect(() => {
    if (start.value?.of === at && begunAt.current !== at) {
      begunAt.current = at;
      if (value === '' && start.value.branch) {
        onChange(start.value.branch);
      }
    }
  });
  const known = useAsked(
    async () =>
      repository && value
        ? { type: await findRef(api, repository, value) }
        : undefined,
    [api, at, value],
  );
  const isMissing =
    !known.loading && known.value !== undefined && !known.value.type;

  return (
    <>
      <LakeFSSearchInput
        field={props}
        label="Branch or tag"
        what="Branches and tags"
        value={ref}
        first={repository ? undefined : 'Choose a repository first.'}
        wrong={
          isMissing ? `${at} has no branch, tag or commit ${value}.` : undefined
        }
        isFixed={isThere}
        searched={searched}
        options={(searched.found?.items ?? []).map(({ id, type }) => ({
          value: id,
          title: id,
          detail: type,
        }))}
        none="There is no such branch or tag."
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
