import Button from '@material-ui/core/Button';
import FormHelperText from '@material-ui/core/FormHelperText';
import FormLabel from '@material-ui/core/FormLabel';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { lakehouseApiRef } from '../api';
import { choiceIn, formDataOf } from './place';
import { SecretEnvRow } from './SecretEnvRow';
import { secretEnvProblem, type SecretEnv } from './secretEnvRows';
import { checking } from './unanswered';
import { useSettings } from './useSettings';

const schema = makeFieldSchema({
  output: z =>
    z.array(
      z.object({ name: z.string(), secret: z.string(), key: z.string() }),
    ),
  uiOptions: z =>
    z.object({
      domainField: z
        .string()
        .optional()
        .describe('Name of the field that holds the domain'),
    }),
});

/** Environment variables by reference to Secrets; nobody types a value. */
export function SecretEnvField(props: typeof schema.TProps) {
  const { onChange, rawErrors, schema: field } = props;
  const options = props.uiSchema?.['ui:options'];
  const place = choiceIn(formDataOf(props.formContext), options?.domainField);
  const { settings, problem } = useSettings(place);
  const secrets = settings?.secrets ?? [];
  const rows: SecretEnv[] = props.formData ?? [];
  const title = field.title ?? 'Environment from Secrets';
  const set = (next: SecretEnv[]) =>
    onChange(next.length > 0 ? next : undefined);

  let help = problem ?? field.description;
  if (!problem && settings && secrets.length === 0) {
    help = `The settings of ${place?.domain} name no Secret; the platform team adds to them.`;
  }
  const wrong =
    rows.length > 0 ? secretEnvProblem(rows, settings?.secrets) : undefined;
  return (
    <div role="group" aria-label={title}>
      <FormLabel component="div" style={{ marginBottom: 12 }}>
        {title}
      </FormLabel>
      {rows.map((row, index) => (
        <SecretEnvRow
          key={index}
          number={index + 1}
          row={row}
          secrets={secrets}
          onChange={next =>
            set(rows.map((old, at) => (at === index ? next : old)))
          }
          onRemove={() => set(rows.filter((_, at) => at !== index))}
        />
      ))}
      <Button
        size="small"
        variant="outlined"
        disabled={secrets.length === 0}
        onClick={() => set([...rows, { name: '', secret: '', key: '' }])}
      >
        Add a variable
      </Button>
      {help && <FormHelperText error={Boolean(problem)}>{help}</FormHelperText>}
      {wrong && (rawErrors?.length ?? 0) > 0 && (
        <FormHelperText error>{wrong}</FormHelperText>
      )}
    </div>
  );
}

/** `ui:field: LakehouseSecretEnv`. */
export const secretEnvFormField = createFormField({
  name: 'LakehouseSecretEnv',
  component: SecretEnvField,
  schema,
  validation: (value, field, { apiHolder, formData, uiSchema }) =>
    checking(field, 'The Secrets', async () => {
      if (value.length === 0) {
        return;
      }
      const place = choiceIn(formData, uiSchema?.['ui:options']?.domainField);
      const domain =
        place &&
        (await apiHolder.get(lakehouseApiRef)?.getDomain(place.domain));
      const problem = secretEnvProblem(
        value,
        place && domain
          ? domain.settings[place.kubernetesCluster]?.secrets ?? []
          : undefined,
      );
      if (problem) {
        field.addError(problem);
      }
    }),
});
