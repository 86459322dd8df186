import type { ReactElement } from 'react';
import {
  RiCheckLine,
  RiCloseLine,
  RiGitMergeLine,
  RiGitPullRequestLine,
  RiLoader4Line,
  RiPauseLine,
  RiProhibitedLine,
  RiQuestionLine,
  RiTimeLine,
} from '@remixicon/react';
import type {
  ChangePhase,
  ChangeRequest,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { phaseTones, toneClass, workloadTones, type Tone } from './tones';
import styles from './StateChip.module.css';

const workloadWords: Record<WorkloadState, [string, ReactElement]> = {
  pending: ['Pending', <RiTimeLine key="i" aria-hidden />],
  running: ['Running', <RiLoader4Line key="i" aria-hidden />],
  succeeded: ['Succeeded', <RiCheckLine key="i" aria-hidden />],
  failed: ['Failed', <RiCloseLine key="i" aria-hidden />],
  suspended: ['Suspended', <RiPauseLine key="i" aria-hidden />],
  unknown: ['Unknown', <RiQuestionLine key="i" aria-hidden />],
};

const phaseWords: Record<ChangePhase, [string, ReactElement]> = {
  open: ['Open', <RiGitPullRequestLine key="i" aria-hidden />],
  merged: ['Merged', <RiGitMergeLine key="i" aria-hidden />],
  synced: ['Synced', <RiLoader4Line key="i" aria-hidden />],
  live: ['Live', <RiCheckLine key="i" aria-hidden />],
  closed: ['Closed', <RiProhibitedLine key="i" aria-hidden />],
  failed: ['Failed', <RiCloseLine key="i" aria-hidden />],
};

/** A word with an icon and a colour, never a colour alone. */
export function Chip(props: {
  word: string;
  icon: ReactElement;
  tone: Tone;
  title?: string;
  turning?: boolean;
}) {
  const classes = [styles.chip, toneClass(props.tone)];
  if (props.turning) {
    classes.push(styles.turning);
  }
  return (
    <span className={classes.join(' ')} title={props.title}>
      {props.icon}
      {props.word}
    </span>
  );
}

/** A workload's state: word, icon and colour; the system's own word in the tooltip. */
export function StateChip(props: { state: WorkloadState; detail?: string }) {
  const [word, icon] = workloadWords[props.state] ?? workloadWords.unknown;
  return (
    <Chip
      word={word}
      icon={icon}
      tone={workloadTones[props.state] ?? 'quiet'}
      title={props.detail}
      turning={props.state === 'running'}
    />
  );
}

/** Where a change request is; one that is stuck says so first. */
export function ChangeChip(props: {
  change: Pick<ChangeRequest, 'phase' | 'blocked'>;
}) {
  const { phase, blocked } = props.change;
  if (blocked) {
    return (
      <Chip
        word="Blocked"
        icon={<RiProhibitedLine aria-hidden />}
        tone="bad"
        title={blocked.reason}
      />
    );
  }
  const [word, icon] = phaseWords[phase];
  return <Chip word={word} icon={icon} tone={phaseTones[phase]} />;
}
