import { useId } from 'react';
import Button from '@material-ui/core/Button';
import Grid from '@material-ui/core/Grid';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import type { DomainSettings } from '@lakefront/backstage-plugin-lakehouse-common';
import type { SecretEnv } from './secretEnvRows';

/** One variable: its name, the Secret and the key that holds its value. */
export function SecretEnvRow(props: {
  number: number;
  row: SecretEnv;
  secrets: DomainSettings['secrets'];
  onChange(row: SecretEnv): void;
  onRemove(): void;
}) {
  const { number, row, secrets, onChange, onRemove } = props;
  const keys = secrets.find(({ name }) => name === row.secret)?.keys ?? [];
  const id = useId();
  return (
    <Grid container spacing={2} alignItems="flex-end">
      <Grid item xs={12} sm={4}>
        <TextField
          fullWidth
          id={`${id}-name`}
          label="Variable"
          value={row.name}
          inputProps={{ spellCheck: false }}
          onChange={event => onChange({ ...row, name: event.target.value })}
        />
      </Grid>
      <Grid item xs={5} sm={3}>
        <TextField
          select
          fullWidth
          id={`${id}-secret`}
          label="Secret"
          value={row.secret}
          onChange={event =>
            onChange({ ...row, secret: event.target.value, key: '' })
          }
        >
          {secrets.map(({ name }) => (
            <MenuItem key={name} value={name}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      </Grid>
      <Grid item xs={4} sm={3}>
        <TextField
          select
          fullWidth
          id={`${id}-key`}
          label="Key"
          value={keys.includes(row.key) ? row.key : ''}
          disabled={keys.length === 0}
          onChange={event => onChange({ ...row, key: event.target.value })}
        >
          {keys.map(key => (
            <MenuItem key={key} value={key}>
              {key}
            </MenuItem>
          ))}
        </TextField>
      </Grid>
      <Grid item xs={3} sm={2}>
        <Button
          size="small"
          onClick={onRemove}
          aria-label={`Remove variable ${row.name || number}`}
        >
          Remove
        </Button>
      </Grid>
    </Grid>
  );
}
