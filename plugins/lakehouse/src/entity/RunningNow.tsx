import { Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { lakehouseApiRef } from '../api';
import { WorkloadChip } from '../components/BranchChip';
import { LiveValue } from '../components/Region';
import { RelativeTime } from '../components/RelativeTime';
import { Row, RowList } from '../components/RowList';
import { useLive } from '../live';
import { DEFAULT_SORT } from '../pages/workloads/workloadsQuery';
import { WorkloadLink } from '../pages/WorkloadLink';
import { workloadKey } from '../paths';
import { useLakehousePaths } from '../useLakehousePaths';
import { FEW } from './few';
import styles from './EntityCard.module.css';

/** Whatever runs in the domain, the newest first. */
export function RunningNow({ domain }: { domain: string }) {
  const api = useApi(lakehouseApiRef);
  const paths = useLakehousePaths();
  const live = useLive(`running in ${domain}`, signal =>
    api.listWorkloads(
      { domain: [domain], state: ['running'], sort: DEFAULT_SORT, limit: FEW },
      { signal },
    ),
  );
  return (
    <LiveValue live={live} what="what runs">
      {({ items, nextCursor }) =>
        items.length === 0 ? (
          <div className={styles.none}>Nothing runs.</div>
        ) : (
          <>
            <RowList>
              {items.map(row => (
                <Row
                  key={workloadKey(row)}
                  state={<WorkloadChip workload={row} />}
                  what={
                    <>
                      <WorkloadLink address={row} /> on {row.kubernetesCluster}
                    </>
                  }
                  why={row.reason?.message}
                  when={<RelativeTime time={row.startedAt} />}
                />
              ))}
            </RowList>
            {nextCursor && (
              <div className={styles.more}>
                <Link href={paths.domain(domain)}>All of them</Link>
              </div>
            )}
          </>
        )
      }
    </LiveValue>
  );
}
