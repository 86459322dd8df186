import { useId } from 'react';
import Grid from '@material-ui/core/Grid';
import TextField from '@material-ui/core/TextField';
import { memorySizes } from './sparkSize';
import { SuggestInput } from './SuggestInput';

/** A whole number; empty while one types is not a number yet. */
export function NumberInput(props: {
  label: string;
  value: number;
  least?: number;
  onChange(value: number): void;
}) {
  const { label, value, least = 1, onChange } = props;
  return (
    <Grid item xs={6} sm={3}>
      <TextField
        fullWidth
        type="number"
        id={useId()}
        label={label}
        value={Number.isFinite(value) ? value : ''}
        inputProps={{ min: least, step: 1 }}
        onChange={event =>
          onChange(event.target.value === '' ? NaN : Number(event.target.value))
        }
      />
    </Grid>
  );
}

/** A JVM size: the usual ones are offered, others can be typed. */
export function MemoryInput(props: {
  label: string;
  value: string;
  onChange(value: string): void;
}) {
  const { label, value, onChange } = props;
  return (
    <Grid item xs={6} sm={3}>
      <SuggestInput
        fullWidth
        id={useId()}
        label={label}
        value={value}
        suggestions={memorySizes.map(size => ({ value: size, title: size }))}
        onChange={next => onChange(next.trim())}
      />
    </Grid>
  );
}
