import { useApi } from '@backstage/frontend-plugin-api';
import type {
  EventSummary,
  WorkloadAddress,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { DataTable, type Column } from '../../components/DataTable';
import { LiveValue } from '../../components/Region';
import { RelativeTime } from '../../components/RelativeTime';
import { EmptyState } from '../../components/States';
import { useLive } from '../../live';
import { workloadKey } from '../../paths';

const columns: Column<EventSummary>[] = [
  {
    id: 'last',
    title: 'Last',
    width: '110px',
    cell: event => <RelativeTime time={event.lastAt} />,
  },
  { id: 'reason', title: 'Reason', cell: event => event.reason },
  {
    id: 'message',
    title: 'Message',
    wraps: true,
    cell: event => event.message,
  },
  {
    id: 'about',
    title: 'About',
    wraps: true,
    wide: true,
    width: '220px',
    cell: event => event.about,
  },
  {
    id: 'count',
    title: 'Times',
    number: true,
    wide: true,
    cell: event => event.count,
  },
];

/** Warnings of Kubernetes about a workload and its pods, or about one of these. */
export function EventsTab(props: { address: WorkloadAddress; pod?: string }) {
  const { address, pod } = props;
  const api = useApi(lakehouseApiRef);
  const events = useLive(`events ${workloadKey(address)}`, signal =>
    api.listWorkloadEvents(address, { signal }),
  );
  return (
    <LiveValue live={events} what="the events">
      {all => {
        const list = pod
          ? all.filter(({ about }) => about === `Pod ${pod}`)
          : all;
        return list.length === 0 ? (
          <EmptyState title="No warnings">
            Kubernetes has not complained about {pod ?? 'it or its pods'} in the
            last hour.
          </EmptyState>
        ) : (
          <DataTable
            label="Warning events"
            columns={columns}
            rows={list}
            keyOf={event => `${event.about} ${event.reason} ${event.message}`}
          />
        );
      }}
    </LiveValue>
  );
}
