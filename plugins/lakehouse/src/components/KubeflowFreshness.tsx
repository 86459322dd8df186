import type { ReactElement } from 'react';
import {
  RiCheckLine,
  RiCloseLine,
  RiIndeterminateCircleLine,
  RiProhibitedLine,
  RiTimeLine,
} from '@remixicon/react';
import type {
  Freshness,
  KubeflowFreshness,
  PipelineBackfill,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { freshnessSentence, worstByCluster } from './freshness';
import { backfillSentence, kubeflowSentence } from './kubeflowFreshness';
import { SentencesBanner } from './SentencesBanner';
import { Chip } from './StateChip';
import type { Tone } from './tones';
import styles from './FreshnessMark.module.css';

/** What of Kubernetes and of Kubeflow is missing and why, one line each. */
export function PipelinesBanner(props: {
  freshness: Freshness[];
  kubeflow?: KubeflowFreshness[];
}) {
  const sentences = [
    ...worstByCluster(props.freshness).flatMap(
      one => freshnessSentence(one) ?? [],
    ),
    ...(props.kubeflow ?? []).flatMap(one => kubeflowSentence(one) ?? []),
  ];
  return <SentencesBanner sentences={sentences} />;
}

/** How far Kubeflow's own history was read; nothing once it all was. */
export function BackfillLines(props: { backfill: PipelineBackfill[] }) {
  const sentences = props.backfill.flatMap(one => backfillSentence(one) ?? []);
  return sentences.length === 0 ? null : (
    <div className={styles.progress} role="status">
      {sentences.map(sentence => (
        <div key={sentence}>{sentence}.</div>
      ))}
    </div>
  );
}

const looks: Record<
  KubeflowFreshness['state'],
  [word: string, tone: Tone, icon: ReactElement]
> = {
  live: ['Live', 'good', <RiCheckLine key="i" aria-hidden />],
  limited: ['Asks to wait', 'waiting', <RiTimeLine key="i" aria-hidden />],
  refused: ['Refuses', 'bad', <RiProhibitedLine key="i" aria-hidden />],
  unreachable: ['Away', 'bad', <RiCloseLine key="i" aria-hidden />],
  missing: [
    'Not configured',
    'quiet',
    <RiIndeterminateCircleLine key="i" aria-hidden />,
  ],
};

/** How a KFP API answers. */
export function KubeflowChip(props: { state: KubeflowFreshness['state'] }) {
  const [word, tone, icon] = looks[props.state];
  return <Chip {...{ word, tone, icon }} />;
}
