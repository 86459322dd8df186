import { Link } from '@backstage/ui';
import type {
  DomainSync,
  LakehouseDomainDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { QuotaBars } from '../../components/QuotaBars';
import { readError } from '../../components/readError';
import { Region } from '../../components/Region';
import { RelativeTime } from '../../components/RelativeTime';
import { EmptyState } from '../../components/States';
import { toneClass, type Tone } from '../../components/tones';
import { humanName } from '../../format/humanName';
import { JobTable } from '../jobs/JobTable';
import { DEFAULT_SORT } from '../workloads/workloadsQuery';
import { useQueryState } from '../../live';
import { useLakehousePaths } from '../../useLakehousePaths';
import { useUsage } from './useUsage';
import styles from './Domain.module.css';

const syncWords: Record<DomainSync['state'], [string, Tone]> = {
  synced: ['✓ synced', 'good'],
  syncing: ['◔ syncing', 'busy'],
  blocked: ['✗ blocked', 'bad'],
  unknown: ['? unknown', 'quiet'],
};

const engines: Record<string, string> = { flux: 'Flux', argocd: 'Argo CD' };

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
        </div>
      )}
      {message && <div className={styles.message}>{message}</div>}
    </>
  );
}

/** What may still be used, what is wrong, and whether Git arrives. */
export function OverviewTab(props: { domain: LakehouseDomainDetail }) {
  const { domain } = props;
  const query = useQueryState();
  const { usage, error } = useUsage(domain.name);
  return (
    <div className={styles.grid}>
      {domain.capacity.map(capacity => (
        <Region
          key={capacity.kubernetesCluster}
          title={`Quota on ${capacity.kubernetesCluster}`}
        >
          <QuotaBars capacity={capacity} usage={usage} />
          {error !== undefined && (
            <div className={styles.note} role="status">
              The week before {usage ? 'is not up to date' : 'is not shown'}:{' '}
              {readError(error).message}
            </div>
          )}
        </Region>
      ))}
      <Region title="From Git to the cluster">
        {domain.syncs.length === 0 ? (
          <EmptyState title="No sync is known">
            Without one, what is merged does not reach the cluster. The platform
            team sets it up with the domain.
          </EmptyState>
        ) : (
          <ul className={styles.list}>
            {domain.syncs.map(sync => {
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
        )}
      </Region>
      <div style={{ gridColumn: '1 / -1' }}>
        <Region title="Failed or waiting">
          <JobTable
            query={{
              role: ['job'],
              domain: [domain.name],
              attention: true,
              sort: DEFAULT_SORT,
            }}
            state={query}
          />
        </Region>
      </div>
    </div>
  );
}
