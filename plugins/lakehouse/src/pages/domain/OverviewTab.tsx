import type { LakehouseDomainDetail } from '@lakefront/backstage-plugin-lakehouse-common';
import { QuotaBars } from '../../components/QuotaBars';
import { readError } from '../../components/readError';
import { Region } from '../../components/Region';
import { EmptyState } from '../../components/States';
import { JobTable } from '../jobs/JobTable';
import { DEFAULT_SORT } from '../workloads/workloadsQuery';
import { useQueryState } from '../../live';
import { SyncList } from './SyncList';
import { useUsage } from './useUsage';
import styles from './Domain.module.css';

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
          <SyncList syncs={domain.syncs} />
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
