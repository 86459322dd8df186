import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { dayAfter } from '@lakefront/backstage-plugin-lakehouse-common';
import { useTicking } from '../live';
import { daysOf, expiryDays, expiryProblem, NEVER } from './expiry';

const ON_A_DAY = 'day';

const schema = makeFieldSchema({ output: z => z.string() });

/** In how many days, on which day, or never: `P30D`, `2026-12-24`, `never`. Days become a day when the form is sent. */
export function ExpiryPicker(props: typeof schema.TProps) {
  const { onChange, formData, rawErrors, required, schema: field } = props;
  const value = formData ?? '';
  const days = daysOf(value);
  // Days that no one usually asks for are offered where they were given.
  const offered = [...new Set([...expiryDays, ...(days ? [days] : [])])].sort(
    (a, b) => a - b,
  );
  const isDay = value !== '' && value !== NEVER && days === undefined;
  const today = useTicking(now => dayAfter(now, 0));
  const now = Date.parse(`${today}T00:00:00Z`);
  const problem = isDay ? expiryProblem(value, now) : undefined;
  return (
    <>
      <TextField
        select
        fullWidth
        margin="normal"
        id={props.idSchema?.$id}
        label={field.title ?? 'Expires'}
        value={isDay ? ON_A_DAY : value}
        InputLabelProps={{ required }}
        error={!isDay && (rawErrors?.length ?? 0) > 0}
        helperText={field.description}
        onChange={event =>
          onChange(
            event.target.value === ON_A_DAY
              ? dayAfter(now, days ?? 30)
              : event.target.value,
          )
        }
      >
        {offered.map(one => (
          <MenuItem key={one} value={`P${one}D`}>
            In {one} days ({dayAfter(now, one)})
          </MenuItem>
        ))}
        <MenuItem value={ON_A_DAY}>After a day …</MenuItem>
        <MenuItem value={NEVER}>Never</MenuItem>
      </TextField>
      {isDay && (
        <TextField
          fullWidth
          margin="dense"
          id={`${props.idSchema?.$id}-day`}
          type={value.length === 10 ? 'date' : 'text'}
          label="Last day"
          value={value}
          InputLabelProps={{ shrink: true }}
          error={Boolean(problem) || (rawErrors?.length ?? 0) > 0}
          helperText={problem ?? 'It expires at the end of this day, UTC.'}
          FormHelperTextProps={{ role: 'status' }}
          onChange={event => onChange(event.target.value || today)}
        />
      )}
    </>
  );
}

/** `ui:field: LakehouseExpiryPicker`. */
export const expiryPickerFormField = createFormField({
  name: 'LakehouseExpiryPicker',
  component: ExpiryPicker,
  schema,
  validation: (value, field) => {
    const problem = value
      ? expiryProblem(value, Date.now())
      : 'Choose when it expires.';
    if (problem) {
      field.addError(problem);
    }
  },
});
