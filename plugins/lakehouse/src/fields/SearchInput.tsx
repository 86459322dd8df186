import { type ReactNode, useId } from 'react';
import Autocomplete from '@material-ui/lab/Autocomplete';
import CircularProgress from '@material-ui/core/CircularProgress';
import TextField, { type TextFieldProps } from '@material-ui/core/TextField';

/** One thing that was found. */
export interface SearchOption {
  value: string;
  title: string;
  /** What it is, in a word or two. */
  detail?: ReactNode;
}

/** A choice of what the backend finds as one types. */
export function SearchInput(
  props: {
    value: string;
    options: SearchOption[];
    loading: boolean;
    /** What is said where nothing was found. */
    none: string;
    /** What somebody typed, to look for; empty while nothing is. */
    onSearch(text: string): void;
    onChange(value: string | undefined): void;
  } & Omit<TextFieldProps, 'value' | 'onChange' | 'select' | 'variant'>,
) {
  const { value, options, loading, none, onSearch, onChange, ...rest } = props;
  const { disabled, ...field } = rest;
  const ownId = useId();
  const id = props.id ?? ownId;
  const known = options.find(option => option.value === value);
  const current = value ? known ?? { value, title: value } : null;
  return (
    <Autocomplete<SearchOption>
      id={id}
      // What opens belongs to the box by its old name only (aria-owns) otherwise.
      aria-controls={`${id}-popup`}
      disabled={disabled}
      options={options}
      loading={loading}
      noOptionsText={none}
      loadingText="Looking …"
      value={current}
      getOptionLabel={option => option.title}
      getOptionSelected={(option, other) => option.value === other.value}
      // The backend looks, not the list.
      filterOptions={found => found}
      renderOption={({ title, detail }) => (
        <>
          {title}
          {detail && <small>&nbsp;· {detail}</small>}
        </>
      )}
      onInputChange={(_event, text, reason) =>
        onSearch(reason === 'input' ? text : '')
      }
      onChange={(_event, option) => onChange(option?.value)}
      renderInput={params => (
        <TextField
          {...params}
          {...field}
          id={id}
          InputLabelProps={{
            ...params.InputLabelProps,
            required: props.required,
          }}
          // An empty box that the browser refuses says nothing: the form does.
          required={false}
          inputProps={{ ...params.inputProps, spellCheck: false }}
          InputProps={{
            ...params.InputProps,
            endAdornment: (
              <>
                {loading && <CircularProgress size={16} aria-hidden />}
                {params.InputProps.endAdornment}
              </>
            ),
          }}
        />
      )}
    />
  );
}
