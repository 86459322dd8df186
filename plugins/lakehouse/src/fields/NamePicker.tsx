import { useEffect, useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import TextField from '@material-ui/core/TextField';
import { useApi } from '@backstage/core-plugin-api';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { lakehouseApiRef } from '../api';
import { nameProblem, takenBy } from './checkName';
import { repositoryIn } from './lakefsPlace';
import { changesWhatIsThere, choiceIn, formDataOf } from './place';
import { checking } from './unanswered';

const DEFAULT_KIND = 'spark-application';
/** Asking for every letter would only make load. */
const TYPING_MS = 300;

const schema = makeFieldSchema({
  output: z => z.string(),
  uiOptions: z =>
    z.object({
      kind: z.string().optional().describe('Id of the kind to be named'),
      kindWith: z
        .record(z.string())
        .optional()
        .describe('Ids of other kinds, by the field that makes it one'),
      domainField: z
        .string()
        .optional()
        .describe('Name of the field that holds the domain'),
      repositoryField: z
        .string()
        .optional()
        .describe(
          'Name of the field that holds the repository of lakeFS in which it is to be free too',
        ),
    }),
});

/** The kind to be named, which may depend on what else is answered. */
function kindOf(
  values: unknown,
  options: { kind?: string; kindWith?: Record<string, string> } = {},
): string {
  const answers = (values ?? {}) as Record<string, unknown>;
  const [, other] =
    Object.entries(options.kindWith ?? {}).find(([name]) =>
      isAnswered(answers[name]),
    ) ?? [];
  return other ?? options.kind ?? DEFAULT_KIND;
}

/** A form has an empty object where a field of it is not answered. */
function isAnswered(value: unknown): boolean {
  return typeof value === 'object'
    ? Object.values(value ?? {}).some(one => one !== undefined)
    : Boolean(value);
}

/** Only where the template says that it matters. */
function namedRepository(values: unknown, fieldName: string | undefined) {
  return fieldName ? repositoryIn(values, fieldName) : undefined;
}

/** A name that is valid for its kind and free in the chosen domain, said as one types; of what is there already, its name. */
export function NamePicker(props: typeof schema.TProps) {
  const { onChange, formData, rawErrors, required, schema: field } = props;
  const options = props.uiSchema?.['ui:options'];
  const api = useApi(lakehouseApiRef);
  const values = formDataOf(props.formContext);
  const kind = kindOf(values, options);
  const place = choiceIn(values, options?.domainField);
  const repository = namedRepository(values, options?.repositoryField);
  const isThere = changesWhatIsThere(values);
  const name = formData ?? '';
  const wrong = name === '' ? undefined : nameProblem(kind, name);
  const [taken, setTaken] = useState<{ name: string; problem?: string }>();

  const { domain, kubernetesCluster } = place ?? {};
  const { server, repository: lake } = repository ?? {};
  useEffect(
    () => setTaken(undefined),
    [domain, kubernetesCluster, server, lake],
  );
  useDebounce(
    async () => {
      if (place && name && !wrong && !isThere) {
        // A failed look-up is no reason to stop somebody who types.
        const asked = { kind, name, place, repository };
        const problem = await takenBy(api, asked).catch(() => undefined);
        setTaken({ name, problem });
      }
    },
    TYPING_MS,
    [name, wrong, isThere, kind, domain, kubernetesCluster, server, lake],
  );

  const looked = taken?.name === name ? taken : undefined;
  const problem = wrong ?? looked?.problem;
  let help = field.description;
  // What the form says below the field need not be said twice.
  const said = problem !== undefined && (rawErrors ?? []).includes(problem);
  if (problem) {
    help = said ? undefined : problem;
  } else if (isThere) {
    help = `Changes ${name} as it is in Git.`;
  } else if (looked && place) {
    help = `${name} is free in ${place.domain}.`;
  }
  return (
    <TextField
      fullWidth
      margin="normal"
      id={props.idSchema?.$id}
      label={field.title ?? 'Name'}
      value={name}
      required={required}
      disabled={isThere}
      error={
        Boolean(problem) ||
        // The form keeps the error of the last try; a name that is free now is none.
        (!looked && (rawErrors?.length ?? 0) > 0)
      }
      helperText={help}
      FormHelperTextProps={{ role: 'status' }}
      inputProps={{ spellCheck: false, autoComplete: 'off' }}
      onChange={event => onChange(event.target.value)}
    />
  );
}

/** `ui:field: LakehouseNamePicker`. */
export const namePickerFormField = createFormField({
  name: 'LakehouseNamePicker',
  component: NamePicker,
  schema,
  validation: (value, field, { apiHolder, formData, uiSchema }) =>
    checking(field, 'Whether the name is free', async () => {
      const options = uiSchema?.['ui:options'];
      const kind = kindOf(formData, options);
      const wrong = nameProblem(kind, value);
      const place = choiceIn(formData, options?.domainField);
      const api = apiHolder.get(lakehouseApiRef);
      if (wrong) {
        field.addError(wrong);
      } else if (place && api && !changesWhatIsThere(formData)) {
        const repository = namedRepository(formData, options?.repositoryField);
        const asked = { kind, name: value, place, repository };
        const taken = await takenBy(api, asked);
        if (taken) {
          field.addError(taken);
        }
      }
    }),
});
