import type { ChangeRequest } from '@lakefront/backstage-plugin-lakehouse-common';
import { DataTable, type Column } from '../../components/DataTable';
import { RelativeTime } from '../../components/RelativeTime';
import { EmptyState } from '../../components/States';
import { humanName } from '../../format/humanName';
import { PlaceLink } from '../WorkloadLink';
import { ChangeLink } from '../changes/ChangeLink';

const columns: Column<ChangeRequest>[] = [
  {
    id: 'title',
    title: 'Request',
    wraps: true,
    cell: change => <ChangeLink change={change} />,
  },
  {
    id: 'step',
    title: 'Stuck at',
    cell: ({ steps }) =>
      steps.find(({ state }) => state === 'blocked')?.title ?? '–',
  },
  {
    id: 'reason',
    title: 'Why',
    wraps: true,
    cell: ({ blocked }) => blocked?.reason,
  },
  {
    id: 'who',
    title: 'Who can help',
    wide: true,
    cell: ({ blocked }) => (blocked?.who ? humanName(blocked.who) : '–'),
  },
  {
    id: 'domain',
    title: 'Domain',
    wide: true,
    cell: change => <PlaceLink place={change} />,
  },
  {
    id: 'at',
    title: 'Asked',
    number: true,
    cell: ({ createdAt }) => <RelativeTime time={createdAt} />,
  },
];

/** What people wait for and does not move, the oldest first. */
export function StuckTable(props: { changes: ChangeRequest[] }) {
  if (props.changes.length === 0) {
    return (
      <EmptyState title="Nothing is stuck">
        A request shows here when a review, the GitOps engine or the cluster
        does not let it go on.
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="Requests that are stuck"
      columns={columns}
      rows={props.changes}
      keyOf={({ id }) => id}
    />
  );
}
