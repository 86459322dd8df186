import type { Freshness } from '@lakefront/backstage-plugin-lakehouse-common';
import { formatTimeOfDay } from '../format/formatTime';
import { freshnessSentence, worstByCluster } from './freshness';
import { SentencesBanner } from './SentencesBanner';
import { toneClass, type Tone } from './tones';
import styles from './FreshnessMark.module.css';

const words: Record<Freshness['state'], [string, Tone]> = {
  live: ['live', 'good'],
  syncing: ['reading', 'busy'],
  stale: ['silent since', 'waiting'],
  unreachable: ['away since', 'bad'],
  forbidden: ['not allowed', 'waiting'],
  absent: ['incomplete', 'waiting'],
};

/** One small mark per Kubernetes cluster: live, or since when not. */
export function FreshnessMark(props: { freshness: Freshness[] }) {
  return (
    <ul className={styles.marks} aria-label="How fresh this is">
      {worstByCluster(props.freshness).map(one => {
        const [word, tone] = words[one.state] ?? ['unknown', 'quiet'];
        const live = one.state === 'live';
        const away = one.state === 'unreachable' || one.state === 'stale';
        return (
          <li
            key={one.kubernetesCluster}
            className={`${styles.mark} ${toneClass(tone)}`}
            title={freshnessSentence(one) ?? 'Every change shows at once'}
          >
            <span
              aria-hidden
              className={live ? styles.dot : `${styles.dot} ${styles.hollow}`}
            />
            {one.kubernetesCluster}{' '}
            <span className={styles.word}>
              {word}
              {away && ` ${formatTimeOfDay(one.since)}`}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** What is missing and why, one line per Kubernetes cluster; nothing when all is live. */
export function FreshnessBanner(props: { freshness: Freshness[] }) {
  const sentences = worstByCluster(props.freshness).flatMap(
    one => freshnessSentence(one) ?? [],
  );
  return <SentencesBanner sentences={sentences} />;
}
