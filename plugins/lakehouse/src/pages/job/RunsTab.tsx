import { useApi } from '@backstage/frontend-plugin-api';
import type {
  WorkloadAddress,
  WorkloadRun,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { DataTable, type Column } from '../../components/DataTable';
import { LiveValue } from '../../components/Region';
import { Duration, RelativeTime } from '../../components/RelativeTime';
import { StateChip } from '../../components/StateChip';
import { EmptyState } from '../../components/States';
import { useLive } from '../../live';
import { workloadKey } from '../../paths';

const columns: Column<WorkloadRun>[] = [
  {
    id: 'state',
    title: 'State',
    width: '112px',
    cell: run => <StateChip state={run.state} detail={run.reason?.message} />,
  },
  {
    id: 'started',
    title: 'Started',
    cell: run => <RelativeTime time={run.startedAt} />,
  },
  {
    id: 'took',
    title: 'Took',
    number: true,
    cell: run => <Duration from={run.startedAt} to={run.endedAt} />,
  },
  {
    id: 'why',
    title: 'Why',
    wraps: true,
    wide: true,
    cell: run => run.reason?.message ?? '',
  },
];

/** Every execution that was seen, kept after its pods are gone. */
export function RunsTab(props: { address: WorkloadAddress }) {
  const { address } = props;
  const api = useApi(lakehouseApiRef);
  const runs = useLive(`runs ${workloadKey(address)}`, signal =>
    api.listWorkloadRuns(address, { signal }),
  );
  return (
    <LiveValue live={runs} what="the runs">
      {list =>
        list.length === 0 ? (
          <EmptyState title="It has not run yet">
            Each execution is kept here, with how long it took and how it ended.
          </EmptyState>
        ) : (
          <DataTable
            label="Runs"
            columns={columns}
            rows={list}
            keyOf={run => run.key}
          />
        )
      }
    </LiveValue>
  );
}
