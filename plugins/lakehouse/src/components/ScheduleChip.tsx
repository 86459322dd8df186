import { RiTimeLine } from '@remixicon/react';
import type { WorkloadState } from '@lakefront/backstage-plugin-lakehouse-common';
import { Chip, StateChip } from './StateChip';

/** How a schedule is: it does not run itself, it waits for its time. */
export function ScheduleChip(props: { state: WorkloadState; detail?: string }) {
  const { state, detail } = props;
  return state === 'succeeded' || state === 'running' ? (
    <Chip
      word="Active"
      icon={<RiTimeLine aria-hidden />}
      tone="good"
      title={detail}
    />
  ) : (
    <StateChip state={state} detail={detail} />
  );
}
