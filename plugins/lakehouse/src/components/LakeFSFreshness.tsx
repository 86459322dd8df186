import type { ReactElement } from 'react';
import {
  RiCheckLine,
  RiCloseLine,
  RiProhibitedLine,
  RiTimeLine,
} from '@remixicon/react';
import type { LakeFSFreshness } from '@lakefront/backstage-plugin-lakehouse-common';
import { formatExactTime } from '../format/formatTime';
import { lakefsSentence, worstByServer } from './lakefsFreshness';
import { SentencesBanner } from './SentencesBanner';
import { Chip } from './StateChip';
import { toneClass, type Tone } from './tones';
import styles from './FreshnessMark.module.css';

const words: Record<LakeFSFreshness['state'], [string, Tone]> = {
  live: ['live', 'good'],
  stale: ['not up to date', 'waiting'],
  limited: ['asks to wait', 'waiting'],
  refused: ['refuses', 'bad'],
  unreachable: ['away', 'bad'],
};

/** One small mark per lakeFS server: live, or what is wrong. */
export function LakeFSMark(props: { freshness: LakeFSFreshness[] }) {
  return (
    <ul className={styles.marks} aria-label="How fresh this is">
      {worstByServer(props.freshness).map(one => {
        const [word, tone] = words[one.state];
        return (
          <li
            key={one.server}
            className={`${styles.mark} ${toneClass(tone)}`}
            title={
              lakefsSentence(one) ??
              (one.readAt && `Read ${formatExactTime(one.readAt)}`)
            }
          >
            <span
              aria-hidden
              className={
                one.state === 'live'
                  ? styles.dot
                  : `${styles.dot} ${styles.hollow}`
              }
            />
            {one.server} <span className={styles.word}>{word}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** What is missing and why, one line per lakeFS server; nothing when all is live. */
export function LakeFSBanner(props: { freshness: LakeFSFreshness[] }) {
  const sentences = worstByServer(props.freshness).flatMap(
    one => lakefsSentence(one) ?? [],
  );
  return <SentencesBanner sentences={sentences} />;
}

const looks: Record<
  LakeFSFreshness['state'],
  [word: string, tone: Tone, icon: ReactElement]
> = {
  live: ['Live', 'good', <RiCheckLine key="i" aria-hidden />],
  stale: ['Not read lately', 'waiting', <RiTimeLine key="i" aria-hidden />],
  limited: ['Asks to wait', 'waiting', <RiTimeLine key="i" aria-hidden />],
  refused: ['Refuses', 'bad', <RiProhibitedLine key="i" aria-hidden />],
  unreachable: ['Away', 'bad', <RiCloseLine key="i" aria-hidden />],
};

/** How a lakeFS server answers. */
export function LakeFSChip(props: { state: LakeFSFreshness['state'] }) {
  const [word, tone, icon] = looks[props.state];
  return <Chip {...{ word, tone, icon }} />;
}
