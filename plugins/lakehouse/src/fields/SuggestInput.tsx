import { useId } from 'react';
import Autocomplete from '@material-ui/lab/Autocomplete';
import TextField, { type TextFieldProps } from '@material-ui/core/TextField';

/** One thing that is offered; others may be typed. */
export interface Suggestion {
  value: string;
  title: string;
}

/** A text that one may type, with the usual ones to choose from; it looks as a select does. */
export function SuggestInput(
  props: {
    value: string;
    suggestions: Suggestion[];
    onChange(value: string): void;
  } & Omit<TextFieldProps, 'value' | 'onChange' | 'select' | 'variant'>,
) {
  const { value, suggestions, onChange, disabled, ...field } = props;
  const ownId = useId();
  const id = props.id ?? ownId;
  const titleOf = (one: string) =>
    suggestions.find(suggestion => suggestion.value === one)?.title ?? one;
  return (
    <Autocomplete
      freeSolo
      forcePopupIcon
      disableClearable
      id={id}
      // What opens belongs to the box by its old name only (aria-owns) otherwise.
      aria-controls={`${id}-popup`}
      disabled={disabled}
      options={suggestions.map(suggestion => suggestion.value)}
      // What was chosen already hides no other choice.
      filterOptions={(options, { inputValue }) =>
        inputValue === value
          ? options
          : options.filter(option => titleOf(option).includes(inputValue))
      }
      renderOption={titleOf}
      inputValue={value}
      value={value}
      onInputChange={(_event, next, reason) => {
        // "reset" repeats what is known, and would empty what is typed.
        if (reason !== 'reset') {
          onChange(next);
        }
      }}
      onChange={(_event, next) => onChange(next ?? '')}
      renderInput={params => (
        <TextField
          {...params}
          {...field}
          id={id}
          inputProps={{ ...params.inputProps, spellCheck: false }}
        />
      )}
    />
  );
}
