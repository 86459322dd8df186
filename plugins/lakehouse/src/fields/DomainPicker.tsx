import { useEffect } from 'react';
import Button from '@material-ui/core/Button';
import FormHelperText from '@material-ui/core/FormHelperText';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { useApi } from '@backstage/core-plugin-api';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import type { LakehouseDomain } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../api';
import { mayChange } from '../pages/mayChange';
import {
  changesWhatIsThere,
  formDataOf,
  isDomainChoice,
  type DomainChoice,
} from './place';
import { checking, notRead } from './unanswered';
import { useAsked } from './useAsked';
import { useGitToken } from './useGitToken';

const schema = makeFieldSchema({
  output: z => z.object({ domain: z.string(), kubernetesCluster: z.string() }),
});

/** Domains on Kubernetes clusters that the reader may change. */
export function choicesOf(domains: LakehouseDomain[]): DomainChoice[] {
  return domains
    .filter(domain => mayChange(domain) && domain.problems.length === 0)
    .flatMap(domain =>
      domain.kubernetesClusters.map(kubernetesCluster => ({
        domain: domain.name,
        kubernetesCluster,
      })),
    );
}

const keyOf = (choice: DomainChoice) =>
  `${choice.kubernetesCluster}/${choice.domain}`;

/** Chooses the domain and the Kubernetes cluster, of those that one may change. */
export function DomainPicker(props: typeof schema.TProps) {
  const { onChange, formData, rawErrors, required, schema: field } = props;
  const api = useApi(lakehouseApiRef);
  const { value, loading, error } = useAsked(
    async () => (await api.listDomains()).items,
    [api],
  );
  const choices = choicesOf(value ?? []);
  const given = isDomainChoice(formData) ? formData : undefined;
  const current = given ? keyOf(given) : '';
  // While nothing is read yet, what is given stands.
  const shown = !value && given ? [given] : choices;
  const chosen = choices.find(choice => keyOf(choice) === current);
  const known = chosen !== undefined;

  const account = useGitToken(chosen);

  // With one choice there is nothing to choose.
  const only = choices.length === 1 ? choices[0] : undefined;
  useEffect(() => {
    if (only && !current) {
      onChange(only);
    }
  });

  let help = field.description;
  if (error) {
    help = notRead('The domains', error);
  } else if (value && choices.length === 0) {
    help =
      'There is no domain that you may change. Ask the owner of one to make you an editor.';
  } else if (value && current && !known) {
    help = 'You may not change this domain, or it is not there.';
  }
  return (
    <>
      <TextField
        select
        fullWidth
        margin="normal"
        id={props.idSchema?.$id}
        label={field.title ?? 'Domain'}
        value={shown.some(choice => keyOf(choice) === current) ? current : ''}
        InputLabelProps={{ required }}
        disabled={
          loading ||
          choices.length === 0 ||
          // What is there already does not move.
          (known && changesWhatIsThere(formDataOf(props.formContext)))
        }
        error={
          Boolean(error) ||
          (rawErrors?.length ?? 0) > 0 ||
          (Boolean(value) &&
            (choices.length === 0 || (current !== '' && !known)))
        }
        helperText={help}
        onChange={event =>
          onChange(choices.find(choice => keyOf(choice) === event.target.value))
        }
      >
        {shown.map(choice => (
          <MenuItem key={keyOf(choice)} value={keyOf(choice)}>
            {choice.domain} on {choice.kubernetesCluster}
          </MenuItem>
        ))}
      </TextField>
      {account.error && (
        <FormHelperText error>
          {account.error.message}{' '}
          <Button size="small" onClick={account.retry}>
            Sign in
          </Button>
        </FormHelperText>
      )}
    </>
  );
}

/** `ui:field: LakehouseDomainPicker`. */
export const domainPickerFormField = createFormField({
  name: 'LakehouseDomainPicker',
  component: DomainPicker,
  schema,
  validation: (value, field, { apiHolder }) =>
    checking(field, 'The domain', async () => {
      if (!isDomainChoice(value)) {
        field.addError('Choose a domain.');
        return;
      }
      const { items } = (await apiHolder
        .get(lakehouseApiRef)
        ?.listDomains()) ?? {
        items: [],
      };
      const choices = choicesOf(items);
      if (!choices.some(choice => keyOf(choice) === keyOf(value))) {
        field.addError(
          `You may not change ${value.domain} on ${value.kubernetesCluster}, or it is not there.`,
        );
      }
    }),
});
