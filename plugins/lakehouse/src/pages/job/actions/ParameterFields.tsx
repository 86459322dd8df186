import { useState } from 'react';
import { Button, Select, Text, TextAreaField, TextField } from '@backstage/ui';
import {
  type JsonValue,
  parameterProblem,
  type PipelineValueInfo,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  aboutInput,
  insteadOf,
  toKey,
  toParameter,
  toText,
} from '../../../fields/parameterText';
import type { Parameters } from './useParameters';
import styles from './actions.module.css';

/** An id of nothing: a choice has to be something. */
const NOTHING = '-';

/** The inputs of a pipeline as fields: types, defaults and choices are its own. */
export function ParameterFields(props: { label: string; of: Parameters }) {
  const { label, of } = props;
  const set = (name: string, next: JsonValue | undefined) => {
    const { [name]: _before, ...others } = of.values;
    // One that is there keeps its place among the others.
    of.change(next === undefined ? others : { ...of.values, [name]: next });
  };
  return (
    <fieldset className={styles.group}>
      <legend>{label}</legend>
      {of.note && <Text role="status">{of.note}</Text>}
      <div className={styles.fields}>
        {of.inputs.map(info => (
          <ParameterInput
            key={info.name}
            info={info}
            value={of.values[info.name]}
            onChange={next => set(info.name, next)}
          />
        ))}
      </div>
      {of.unknown.map(name => (
        <Text key={name} as="p">
          {name} is no parameter of this version.{' '}
          <Button
            size="small"
            variant="tertiary"
            onPress={() => set(name, undefined)}
          >
            Leave {name} out
          </Button>
        </Text>
      ))}
    </fieldset>
  );
}

function ParameterInput(props: {
  info: PipelineValueInfo;
  value: JsonValue | undefined;
  onChange(value: JsonValue | undefined): void;
}) {
  const { info, value, onChange } = props;
  const { name, type, optional } = info;
  // As it was typed: a list is written in more ways than one.
  const [typed, setTyped] = useState<string>();
  const text =
    typed !== undefined && toKey(toParameter(type, typed)) === toKey(value)
      ? typed
      : toText(value);
  const problem =
    value === undefined && optional ? undefined : parameterProblem(info, value);
  const common = { label: name, description: problem ?? aboutInput(info) };
  const choices = type === 'boolean' ? [true, false] : info.options;
  if (choices) {
    const instead = insteadOf(info);
    return (
      <Select
        {...common}
        options={[
          {
            id: NOTHING,
            label: instead ? `As the pipeline has it: ${instead}` : 'None',
          },
          ...choices.map(choice => ({
            id: toKey(choice),
            label: toText(choice),
          })),
        ]}
        value={value === undefined ? NOTHING : toKey(value)}
        onChange={key =>
          onChange(
            key === NOTHING || key === null
              ? undefined
              : (JSON.parse(String(key)) as JsonValue),
          )
        }
      />
    );
  }
  const field = {
    ...common,
    ...{ value: text, isInvalid: problem !== undefined },
    onChange: (next: string) => {
      setTyped(next);
      onChange(toParameter(type, next));
    },
  };
  return type === 'list' || type === 'struct' ? (
    <div className={styles.wide}>
      <TextAreaField {...field} />
    </div>
  ) : (
    <TextField {...field} />
  );
}
