import { useEffect } from 'react';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import FormLabel from '@material-ui/core/FormLabel';
import Grid from '@material-ui/core/Grid';
import Switch from '@material-ui/core/Switch';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { builtInKinds } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../api';
import { MemoryInput, NumberInput } from './SizeInputs';
import { SizeFootprint } from './SizeFootprint';
import { choiceIn, formDataOf } from './place';
import {
  defaultSize,
  sizeFootprint,
  sizeProblem,
  type SparkSize,
} from './sparkSize';
import { checking } from './unanswered';

const schema = makeFieldSchema({
  output: z =>
    z.object({
      driverCores: z.number(),
      driverMemory: z.string(),
      executorCores: z.number(),
      executorMemory: z.string(),
      instances: z.number().optional(),
      dynamicAllocation: z
        .object({ minExecutors: z.number(), maxExecutors: z.number() })
        .optional(),
    }),
  uiOptions: z =>
    z.object({
      domainField: z
        .string()
        .optional()
        .describe('Name of the field that holds the domain'),
      languageField: z
        .string()
        .optional()
        .describe('Name of the field that holds the language'),
      kind: z
        .string()
        .optional()
        .describe('Id of the kind that has this size; a job where left out'),
    }),
});

type Options = {
  domainField?: string;
  languageField?: string;
  kind?: string;
};

const languageIn = (formData: Record<string, unknown>, options?: Options) =>
  formData[options?.languageField ?? 'language'];

/** Whether what leads the executors is a server rather than a driver. */
const isServer = (options?: Options) =>
  builtInKinds.some(
    ({ id, role }) => id === options?.kind && role === 'compute',
  );

const filled = (size: SparkSize | undefined): SparkSize | undefined =>
  size && size.driverMemory !== undefined ? size : undefined;

/** Driver and executors, with what they ask for and whether it fits, as one types. */
export function SparkSizeField(props: typeof schema.TProps) {
  const { onChange, schema: field, rawErrors } = props;
  const options = props.uiSchema?.['ui:options'];
  const formData = formDataOf(props.formContext);
  const place = choiceIn(formData, options?.domainField);
  const given = filled(props.formData);
  const size = given ?? defaultSize;

  // What is shown is what is sent, even if nobody touches it.
  useEffect(() => {
    if (!given) {
      onChange(defaultSize);
    }
  });

  const set = (change: Partial<SparkSize>) => onChange({ ...size, ...change });
  const { dynamicAllocation: range } = size;
  const server = isServer(options);
  const lead = server ? 'Server' : 'Driver';
  const problem = sizeProblem(size, server);
  return (
    <div role="group" aria-label={field.title ?? 'Size'}>
      <FormLabel component="div" style={{ margin: '16px 0 24px' }}>
        {field.title ?? 'Size'}
      </FormLabel>
      <Grid container spacing={2}>
        <NumberInput
          label={`${lead} cores`}
          value={size.driverCores}
          onChange={driverCores => set({ driverCores })}
        />
        <MemoryInput
          label={`${lead} memory`}
          value={size.driverMemory}
          onChange={driverMemory => set({ driverMemory })}
        />
        <NumberInput
          label="Executor cores"
          value={size.executorCores}
          onChange={executorCores => set({ executorCores })}
        />
        <MemoryInput
          label="Executor memory"
          value={size.executorMemory}
          onChange={executorMemory => set({ executorMemory })}
        />
        {range ? (
          <>
            <NumberInput
              label="Executors at least"
              least={0}
              value={range.minExecutors}
              onChange={minExecutors =>
                set({ dynamicAllocation: { ...range, minExecutors } })
              }
            />
            <NumberInput
              label="Executors at most"
              value={range.maxExecutors}
              onChange={maxExecutors =>
                set({ dynamicAllocation: { ...range, maxExecutors } })
              }
            />
          </>
        ) : (
          <NumberInput
            label="Executors"
            value={size.instances ?? 1}
            onChange={instances => set({ instances })}
          />
        )}
      </Grid>
      <FormControlLabel
        control={
          <Switch
            color="primary"
            checked={range !== undefined}
            onChange={event => onChange(withRange(size, event.target.checked))}
          />
        }
        label="As many executors as the work needs (dynamic allocation)"
      />
      {problem ? (
        <FormHelperText error role="status">
          {problem}
        </FormHelperText>
      ) : (
        <SizeFootprint
          footprint={sizeFootprint(size, {
            language: languageIn(formData, options),
            isServer: server,
          })}
          place={place}
        />
      )}
      {(rawErrors?.length ?? 0) > 0 && field.description && (
        <FormHelperText>{field.description}</FormHelperText>
      )}
    </div>
  );
}

/** Fixed number and range exclude each other. */
function withRange(size: SparkSize, dynamic: boolean): SparkSize {
  const { instances, dynamicAllocation, ...rest } = size;
  return dynamic
    ? {
        ...rest,
        dynamicAllocation: {
          minExecutors: 1,
          maxExecutors: Math.max(2, instances ?? 2),
        },
      }
    : { ...rest, instances: dynamicAllocation?.maxExecutors ?? 2 };
}

/** `ui:field: LakehouseSparkSize`. */
export const sparkSizeFormField = createFormField({
  name: 'LakehouseSparkSize',
  component: SparkSizeField,
  schema,
  validation: (value, field, { apiHolder, formData, uiSchema }) =>
    checking(field, 'Whether the size fits', async () => {
      const options = uiSchema?.['ui:options'];
      const server = isServer(options);
      const problem = sizeProblem(value, server);
      if (problem) {
        field.addError(problem);
        return;
      }
      const place = choiceIn(formData, options?.domainField);
      const footprint = sizeFootprint(value, {
        language: languageIn(formData, options),
        isServer: server,
      });
      const api = apiHolder.get(lakehouseApiRef);
      if (!place || !footprint || !api) {
        return;
      }
      const fit = await api.checkFit({ ...place, footprint });
      // What only has to wait may be asked for; what can never run may not.
      const never = fit.problems.find(({ code }) => code !== 'quota');
      if (never) {
        field.addError(`${never.message}.`);
      }
    }),
});
