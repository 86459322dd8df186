import { useMemo } from 'react';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import {
  cronProblem,
  cronWords,
  type KubeflowRunInput,
  nextTimes,
  timeZoneProblem,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { useTicking } from '../live';
import { choiceIn, formDataOf } from './place';
import { SuggestInput } from './SuggestInput';
import { useSettings } from './useSettings';

type Schedule = NonNullable<KubeflowRunInput['schedule']>;

const schema = makeFieldSchema({
  output: z =>
    z.object({
      cron: z.string().optional(),
      timeZone: z.string().optional(),
      suspend: z.boolean().optional(),
      how: z.enum(['starter', 'recurring-run']).optional(),
    }),
  uiOptions: z =>
    z.object({
      domainField: z
        .string()
        .optional()
        .describe('Name of the field that holds the domain'),
    }),
});

const SHOWN = 5;
const MINUTE = 60_000;
const EVERY_NIGHT = '0 3 * * *';
/** KFP has one for all. */
const ZONE_OF_KFP = 'UTC';

/** Once, or by the clock: five fields and a time zone, in words, and when that is next. */
export function PipelineScheduleField(props: typeof schema.TProps) {
  const { onChange, schema: field } = props;
  const place = choiceIn(
    formDataOf(props.formContext),
    props.uiSchema?.['ui:options']?.domainField,
  );
  const { settings } = useSettings(place);
  const { starter, recurringRuns } = settings?.kubeflow ?? {};
  const schedule = scheduleOf(props.formData);
  const id = props.idSchema?.$id ?? 'schedule';
  const onlyKfp = settings !== undefined && !starter && recurringRuns;
  const nothing = settings !== undefined && !starter && !recurringRuns;
  return (
    <>
      <TextField
        select
        fullWidth
        margin="normal"
        id={id}
        label={field.title ?? 'When'}
        value={schedule ? 'clock' : 'once'}
        error={nothing || (props.rawErrors?.length ?? 0) > 0}
        helperText={
          nothing
            ? `The settings of ${place?.domain} have no pipeline starter; the platform team adds it.`
            : field.description
        }
        onChange={event =>
          onChange(
            event.target.value === 'once'
              ? undefined
              : {
                  ...{
                    cron: EVERY_NIGHT,
                    timeZone: onlyKfp ? ZONE_OF_KFP : ownZone(),
                  },
                  ...(onlyKfp && { how: 'recurring-run' as const }),
                },
          )
        }
      >
        <MenuItem value="once" disabled={onlyKfp}>
          Once, when it is merged
        </MenuItem>
        <MenuItem value="clock">By the clock</MenuItem>
      </TextField>
      {schedule && (
        <ClockInputs
          id={id}
          value={schedule}
          mayChoose={Boolean(starter && recurringRuns)}
          onChange={onChange}
        />
      )}
    </>
  );
}

function ClockInputs(props: {
  id: string;
  value: Schedule;
  /** Whether the platform lets one choose who starts the runs. */
  mayChoose: boolean;
  onChange(value: Schedule): void;
}) {
  const { id, value, mayChoose, onChange } = props;
  const isKfp = value.how === 'recurring-run';
  const zone = isKfp ? ZONE_OF_KFP : value.timeZone ?? '';
  const zones = useMemo(
    () => allZones().map(one => ({ value: one, title: one })),
    [],
  );
  const wrongCron = cronProblem(value.cron);
  const wrongZone = timeZoneProblem(zone);
  return (
    <>
      <TextField
        fullWidth
        margin="normal"
        id={`${id}-cron`}
        label="Time"
        value={value.cron}
        error={wrongCron !== undefined}
        helperText={
          wrongCron ??
          'Five fields: minute, hour, day of the month, month, day of the week (0 is Sunday).'
        }
        FormHelperTextProps={{ role: 'status' }}
        inputProps={{ spellCheck: false, autoComplete: 'off' }}
        onChange={event => onChange({ ...value, cron: event.target.value })}
      />
      {isKfp ? (
        <Typography variant="body2">
          KFP has one time zone for all its recurring runs: UTC, unless the
          platform chose another.
        </Typography>
      ) : (
        <SuggestInput
          fullWidth
          margin="normal"
          id={`${id}-zone`}
          label="Time zone"
          value={zone}
          suggestions={zones}
          error={wrongZone !== undefined}
          helperText={wrongZone ?? 'Its clock counts, in summer and in winter.'}
          onChange={timeZone => onChange({ ...value, timeZone })}
        />
      )}
      {!wrongCron && !wrongZone && <NextTimes cron={value.cron} zone={zone} />}
      {mayChoose && (
        <TextField
          select
          fullWidth
          margin="normal"
          id={`${id}-how`}
          label="Started by"
          value={value.how ?? 'starter'}
          helperText={
            isKfp
              ? 'It is kept by the ids of KFP, and ends when the cluster is built anew.'
              : 'It is kept by names, and starts no run twice.'
          }
          onChange={event => {
            const { how: _how, timeZone, ...rest } = value;
            onChange(
              event.target.value === 'recurring-run'
                ? { ...rest, how: 'recurring-run' }
                : { ...rest, timeZone: timeZone ?? ownZone() },
            );
          }}
        >
          <MenuItem value="starter">The pipeline starter</MenuItem>
          <MenuItem value="recurring-run">KFP itself (recurring run)</MenuItem>
        </TextField>
      )}
    </>
  );
}

/** A schedule in words, and its next times as a clock there shows them. */
function NextTimes({ cron, zone }: { cron: string; zone: string }) {
  const minute = useTicking(now => Math.floor(now / MINUTE));
  const times = useMemo(
    () => nextTimes(cron, zone, new Date(minute * MINUTE), SHOWN),
    [cron, zone, minute],
  );
  const clock = new Intl.DateTimeFormat(undefined, {
    timeZone: zone,
    ...{ dateStyle: 'medium', timeStyle: 'short' },
  });
  return (
    <div role="status">
      <Typography variant="body2">{cronWords(cron, zone)}.</Typography>
      <Typography variant="body2">
        {times.length === 0
          ? 'There is no such time in the next five years.'
          : `Next: ${times
              .map(time => clock.format(Date.parse(time)))
              .join('; ')}.`}
      </Typography>
    </div>
  );
}

/** An empty form has an empty object here. */
function scheduleOf(value: unknown): Schedule | undefined {
  const { cron } = (value ?? {}) as Partial<Schedule>;
  return typeof cron === 'string' ? (value as Schedule) : undefined;
}

function ownZone(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return timeZoneProblem(timeZone) ? 'UTC' : timeZone;
}

function allZones(): string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
}

/** `ui:field: LakehousePipelineSchedule`. */
export const pipelineScheduleFormField = createFormField({
  name: 'LakehousePipelineSchedule',
  component: PipelineScheduleField,
  schema,
  validation: (value, field) => {
    const schedule = scheduleOf(value);
    if (!schedule) {
      return;
    }
    const problem =
      cronProblem(schedule.cron) ??
      (schedule.how === 'recurring-run'
        ? undefined
        : timeZoneProblem(schedule.timeZone ?? ''));
    if (problem) {
      field.addError(`${problem}.`);
    }
  },
});
