import { Link } from '@backstage/ui';
import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import { WorkloadChip } from '../../components/BranchChip';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/States';
import { Region } from '../../components/Region';
import { RelativeTime } from '../../components/RelativeTime';
import { Row, RowList } from '../../components/RowList';
import type { UseLiveListResult } from '../../live';
import { workloadKey } from '../../paths';
import { useLakehousePaths } from '../../useLakehousePaths';
import { ThingLink } from '../ThingLink';
import { PlaceLink } from '../WorkloadLink';

/** Jobs that failed or wait, wholly or for a part of what they ask for, newest first, each with why. */
export function AttentionRegion(props: { live: UseLiveListResult<Workload> }) {
  const { live } = props;
  const paths = useLakehousePaths();
  return (
    <Region
      title="Needs attention"
      actions={
        <Link href={paths.jobs({ attention: 'true' })}>All of them</Link>
      }
    >
      <Content live={live} />
    </Region>
  );
}

function Content(props: { live: UseLiveListResult<Workload> }) {
  const { live } = props;
  if (!live.list) {
    return live.error === undefined ? (
      <SkeletonRows />
    ) : (
      <ErrorState
        error={live.error}
        what="what needs attention"
        retry={live.retry}
      />
    );
  }
  const rows = [...live.list.arrived, ...live.list.items].slice(0, 8);
  if (rows.length === 0) {
    return (
      <EmptyState title="Nothing needs you">
        Jobs that fail or wait for something show here, with the reason.
      </EmptyState>
    );
  }
  return (
    <RowList>
      {rows.map(row => (
        <Row
          key={workloadKey(row)}
          state={<WorkloadChip workload={row} />}
          what={
            <>
              <PlaceLink place={row} /> / <ThingLink workload={row} />
            </>
          }
          why={row.reason?.message ?? row.stateDetail}
          when={<RelativeTime time={row.endedAt ?? row.submittedAt} />}
        />
      ))}
    </RowList>
  );
}
