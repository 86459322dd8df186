import { Link } from '@backstage/ui';
import type { DomainSync } from '@lakefront/backstage-plugin-lakehouse-common';
import { RelativeTime } from '../../components/RelativeTime';
import { toneClass, type Tone } from '../../components/tones';
import { humanName } from '../../format/humanName';
import { useLakehousePaths } from '../../useLakehousePaths';
import styles from './Domain.module.css';

const syncWords: Record<DomainSync['state'], [string, Tone]> = {
  synced: ['✓ synced', 'good'],
  syncing: ['◔ syncing', 'busy'],
  blocked: ['✗ blocked', 'bad'],
  unknown: ['? unknown', 'quiet'],
};

const engines: Record<string, string> = { flux: 'Flux', argocd: 'Argo CD' };

/** How Git arrives on each Kubernetes cluster and, where it does not, why. */
export function SyncList(props: { syncs: DomainSync[] }) {
  return (
    <ul className={styles.list}>
      {props.syncs.map(sync => {
        const [word, tone] = syncWords[sync.state];
        return (
          <li key={`${sync.kubernetesCluster}/${sync.name}`}>
            <span>
              {engines[sync.engine] ?? sync.engine} {sync.name} on{' '}
              {sync.kubernetesCluster}
            </span>
            <span
              className={`${styles.tone} ${toneClass(tone)}`}
              title={sync.revision}
            >
              {word} {sync.since && <RelativeTime time={sync.since} />}
            </span>
            {sync.state === 'blocked' && <Trouble sync={sync} />}
          </li>
        );
      })}
    </ul>
  );
}

/** What the engine says, and which file of which change it means. */
function Trouble({ sync: { culprit, message } }: { sync: DomainSync }) {
  const paths = useLakehousePaths();
  return (
    <>
      {culprit && (
        <div className={styles.culprit}>
          Because of <code>{culprit.path}</code>
          {culprit.change && (
            <>
              {' '}
              from{' '}
              <Link href={paths.change(culprit.change.id)}>
                {culprit.change.title}
              </Link>
              , asked for by {humanName(culprit.change.requestedBy)}
            </>
          )}
          {culprit.commit && (
            <>
              {' '}
              from commit{' '}
              <Link href={culprit.commit.url} target="_blank">
                {culprit.commit.sha.slice(0, 7)} ↗
              </Link>{' '}
              “{culprit.commit.title}”
            </>
          )}
        </div>
      )}
      {message && <div className={styles.message}>{message}</div>}
    </>
  );
}
