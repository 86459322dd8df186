import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { lakehouseApiRef } from '../api';
import { choiceIn, formDataOf } from './place';
import { isOffered, settingOptions } from './settingOptions';
import { SuggestInput } from './SuggestInput';
import { checking } from './unanswered';
import { useSettings } from './useSettings';

const schema = makeFieldSchema({
  output: z => z.union([z.string(), z.array(z.string())]),
  uiOptions: z =>
    z.object({
      setting: z
        .enum(['images', 'catalogs', 'storage', 'volumes', 'serviceAccounts'])
        .describe('Which of the settings of the domain to choose from'),
      multiple: z
        .boolean()
        .optional()
        .describe('Whether several may be chosen'),
      domainField: z
        .string()
        .optional()
        .describe('Name of the field that holds the domain'),
    }),
});

const toList = (value: string | string[] | undefined): string[] => {
  if (Array.isArray(value)) {
    return value;
  }
  return value ? [value] : [];
};

/** Chooses from what the platform has set up for the domain. */
export function SettingPicker(props: typeof schema.TProps) {
  const { onChange, rawErrors, required, schema: field } = props;
  const options = props.uiSchema?.['ui:options'];
  const setting = options?.setting ?? 'images';
  const multiple = options?.multiple ?? field.type === 'array';
  const place = choiceIn(formDataOf(props.formContext), options?.domainField);
  const { settings, loading, problem } = useSettings(place);
  const chosen = toList(props.formData);
  const offered = settings ? settingOptions(settings, setting) : undefined;
  const nothing =
    offered && offered.options.length + offered.patterns.length === 0;

  let help = field.description;
  if (problem) {
    help = problem;
  } else if (nothing || (!loading && !settings)) {
    help = `The settings of ${place?.domain} offer nothing here; the platform team adds to them.`;
  } else if (offered && offered.patterns.length > 0) {
    help = `${
      field.description ?? ''
    } Also any that begins as ${offered.patterns.join(', ')}.`.trim();
  }
  const common = {
    fullWidth: true,
    margin: 'normal' as const,
    id: props.idSchema?.$id,
    label: field.title ?? setting,
    disabled: !offered || nothing,
    error: Boolean(problem) || (rawErrors?.length ?? 0) > 0,
    helperText: help,
  };

  if (offered && offered.patterns.length > 0 && !multiple) {
    return (
      <SuggestInput
        {...common}
        required={required}
        value={chosen[0] ?? ''}
        suggestions={offered.options}
        onChange={value => onChange(value || undefined)}
      />
    );
  }
  const values = offered?.options.map(option => option.value) ?? [];
  return (
    <TextField
      {...common}
      select
      InputLabelProps={{ required }}
      SelectProps={{ multiple }}
      value={
        multiple
          ? chosen.filter(value => values.includes(value))
          : chosen.find(value => values.includes(value)) ?? ''
      }
      onChange={event => {
        const value = event.target.value as unknown as string | string[];
        onChange(value.length > 0 ? value : undefined);
      }}
    >
      {!required && !multiple && <MenuItem value="">None</MenuItem>}
      {offered?.options.map(option => (
        <MenuItem key={option.value} value={option.value}>
          {option.title}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** `ui:field: LakehouseSettingPicker`. */
export const settingPickerFormField = createFormField({
  name: 'LakehouseSettingPicker',
  component: SettingPicker,
  schema,
  validation: (value, field, { apiHolder, formData, uiSchema }) =>
    checking(field, 'What may be chosen here', async () => {
      const options = uiSchema?.['ui:options'];
      const place = choiceIn(formData, options?.domainField);
      const api = apiHolder.get(lakehouseApiRef);
      if (!place || !api || !options?.setting) {
        return;
      }
      const { settings } = await api.getDomain(place.domain);
      const ours = settings[place.kubernetesCluster];
      const wrong = toList(value).find(
        one => !ours || !isOffered(ours, options.setting, one),
      );
      if (wrong) {
        field.addError(
          `${wrong} is not offered by the settings of ${place.domain}.`,
        );
      }
    }),
});
