import type { ResourceHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import { DataTable, type Column } from '../../components/DataTable';
import { Region } from '../../components/Region';
import { RelativeTime } from '../../components/RelativeTime';
import { pastFailures } from './healthTroubles';
import { resourceTitle } from './resourceTitle';

const columns: Column<ResourceHealth>[] = [
  { id: 'cluster', title: 'Cluster', cell: row => row.kubernetesCluster },
  {
    id: 'resource',
    title: 'Resource',
    cell: row => resourceTitle(row.resource),
  },
  {
    id: 'message',
    title: 'Last error',
    wraps: true,
    cell: row => row.lastError?.message,
  },
  {
    id: 'failures',
    title: 'Failures',
    number: true,
    wide: true,
    cell: row => row.failures,
  },
  {
    id: 'at',
    title: 'When',
    number: true,
    cell: row => <RelativeTime time={row.lastError?.at} />,
  },
];

/** What failed since the backend started and is well again. */
export function PastFailures(props: { resources: ResourceHealth[] }) {
  const rows = pastFailures(props.resources);
  if (rows.length === 0) {
    return null;
  }
  return (
    <Region title="Failures that are over">
      <DataTable
        label="Failures that are over"
        columns={columns}
        rows={rows}
        keyOf={row => `${row.kubernetesCluster}/${row.resource}`}
      />
    </Region>
  );
}
