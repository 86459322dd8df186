import type { ReactElement } from 'react';
import {
  RiCheckLine,
  RiCloseLine,
  RiIndeterminateCircleLine,
  RiLoader4Line,
  RiProhibitedLine,
  RiQuestionLine,
  RiTimeLine,
} from '@remixicon/react';
import type {
  FreshnessState,
  RepositoryHealth,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { Chip } from './StateChip';
import type { Tone } from './tones';

type Look = [word: string, tone: Tone, icon: ReactElement];

const ofResources: Record<FreshnessState, Look> = {
  live: ['Live', 'good', <RiCheckLine key="i" aria-hidden />],
  syncing: ['Reading', 'busy', <RiLoader4Line key="i" aria-hidden />],
  stale: ['Silent', 'waiting', <RiTimeLine key="i" aria-hidden />],
  unreachable: ['Away', 'bad', <RiCloseLine key="i" aria-hidden />],
  forbidden: ['Not allowed', 'bad', <RiProhibitedLine key="i" aria-hidden />],
  absent: [
    'Not installed',
    'quiet',
    <RiIndeterminateCircleLine key="i" aria-hidden />,
  ],
};

const ofRepositories: Record<RepositoryHealth['state'], Look> = {
  answers: ['Answers', 'good', <RiCheckLine key="i" aria-hidden />],
  refuses: ['Refuses', 'bad', <RiProhibitedLine key="i" aria-hidden />],
  unreachable: ['Away', 'bad', <RiCloseLine key="i" aria-hidden />],
  unknown: ['Not asked yet', 'quiet', <RiQuestionLine key="i" aria-hidden />],
};

/** How a resource of a Kubernetes cluster is followed. */
export function FreshnessChip(props: {
  state: FreshnessState;
  title?: string;
}) {
  const [word, tone, icon] = ofResources[props.state];
  return (
    <Chip
      {...{ word, tone, icon }}
      title={props.title}
      turning={props.state === 'syncing'}
    />
  );
}

/** How a repository answers. */
export function RepositoryChip(props: { state: RepositoryHealth['state'] }) {
  const [word, tone, icon] = ofRepositories[props.state];
  return <Chip {...{ word, tone, icon }} />;
}
