import type { ReactElement } from 'react';
import {
  RiCheckLine,
  RiCloseLine,
  RiQuestionLine,
  RiTimeLine,
} from '@remixicon/react';
import type { WorkloadState } from '@lakefront/backstage-plugin-lakehouse-common';
import { Chip } from '../../components/StateChip';
import type { Tone } from '../../components/tones';

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

/** How a declared branch is: it does not run, it is ready or something is in its way. */
export function BranchChip(props: { state: WorkloadState; detail?: string }) {
  const [word, tone, icon] = looks[props.state] ?? unknown;
  return <Chip {...{ word, tone, icon }} title={props.detail} />;
}
