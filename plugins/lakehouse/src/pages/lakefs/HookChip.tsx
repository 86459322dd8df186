import type { ReactElement } from 'react';
import {
  RiCheckLine,
  RiCloseLine,
  RiLoader4Line,
  RiQuestionLine,
  RiSkipRightLine,
} from '@remixicon/react';
import { Chip } from '../../components/StateChip';
import type { Tone } from '../../components/tones';

const looks: Record<string, [word: string, tone: Tone, icon: ReactElement]> = {
  completed: ['Passed', 'good', <RiCheckLine key="i" aria-hidden />],
  failed: ['Failed', 'bad', <RiCloseLine key="i" aria-hidden />],
  skipped: ['Skipped', 'quiet', <RiSkipRightLine key="i" aria-hidden />],
  running: ['Running', 'busy', <RiLoader4Line key="i" aria-hidden />],
};

/** How a hook, or all hooks of an event, ended; lakeFS' own word in the tooltip. */
export function HookChip(props: { status: string }) {
  const [word, tone, icon] = looks[props.status] ?? [
    props.status || 'Unknown',
    'quiet',
    <RiQuestionLine key="i" aria-hidden />,
  ];
  return (
    <Chip
      {...{ word, tone, icon }}
      title={props.status}
      turning={props.status === 'running'}
    />
  );
}
