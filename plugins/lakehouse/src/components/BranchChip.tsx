import type { ReactElement } from 'react';
import {
  RiCheckLine,
  RiCloseLine,
  RiQuestionLine,
  RiTimeLine,
} from '@remixicon/react';
import type {
  Workload,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { ScheduleChip } from './ScheduleChip';
import { Chip, StateChip } from './StateChip';
import type { Tone } from './tones';

type Look = [word: string, tone: Tone, icon: ReactElement];
const unknown: Look = [
  'Unknown',
  'quiet',
  <RiQuestionLine key="i" aria-hidden />,
];
const looks: Partial<Record<WorkloadState, Look>> = {
  succeeded: ['Ready', 'good', <RiCheckLine key="i" aria-hidden />],
  pending: ['Waits', 'waiting', <RiTimeLine key="i" aria-hidden />],
  failed: ['Blocked', 'bad', <RiCloseLine key="i" aria-hidden />],
};

/** What of the controller's own words says more than that it is ready. */
const words = ['Expired', 'Promoted'];

/** How a declared branch is: it does not run, it is ready or something is in its way. */
export function BranchChip(props: { state: WorkloadState; detail?: string }) {
  const { state, detail = '' } = props;
  const [word, tone, icon] = looks[state] ?? unknown;
  const isSaid = state === 'succeeded' && words.includes(detail);
  return (
    <Chip
      word={isSaid ? detail : word}
      tone={isSaid ? 'quiet' : tone}
      icon={icon}
      title={detail}
    />
  );
}

/** How a workload is, in the words of what it is for. */
export function WorkloadChip(props: {
  workload: Pick<Workload, 'role' | 'state' | 'stateDetail'>;
  /** Said in the tooltip instead of the system's own word. */
  detail?: string;
}) {
  const { role, state, stateDetail } = props.workload;
  const detail = props.detail ?? stateDetail;
  switch (role) {
    case 'branch':
      return <BranchChip state={state} detail={stateDetail} />;
    // They do not run either.
    case 'pipeline':
    case 'version':
      return <BranchChip state={state} detail={detail} />;
    case 'schedule':
      return <ScheduleChip state={state} detail={detail} />;
    default:
      return <StateChip state={state} detail={detail} />;
  }
}
