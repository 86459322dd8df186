import { RiTimeLine } from '@remixicon/react';
import type { PipelineScheduleRow } from '@lakefront/backstage-plugin-lakehouse-common';
import { Chip, StateChip } from '../../components/StateChip';

/** How a schedule is: it does not run itself, it waits for its time. */
export function ScheduleChip(props: { schedule: PipelineScheduleRow }) {
  const { suspended, state, reason } = props.schedule;
  if (suspended || state === 'failed' || state === 'unknown') {
    return (
      <StateChip
        state={suspended ? 'suspended' : state}
        detail={reason?.message}
      />
    );
  }
  return (
    <Chip
      word="Active"
      icon={<RiTimeLine aria-hidden />}
      tone="good"
      title={reason?.message}
    />
  );
}
