import { useApi } from '@backstage/frontend-plugin-api';
import type { ChangeRequest } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef, type ChangeQuery } from '../../api';
import type { Column } from '../../components/DataTable';
import { LiveTable } from '../../components/LiveTable';
import { RelativeTime } from '../../components/RelativeTime';
import { ChangeChip } from '../../components/StateChip';
import { EmptyState } from '../../components/States';
import { humanName } from '../../format/humanName';
import { useLiveList, useReading } from '../../live';
import { PlaceLink } from '../WorkloadLink';
import { ChangeLink } from './ChangeLink';

const PAGE_SIZE = 50;

const columns: Column<ChangeRequest>[] = [
  {
    id: 'phase',
    title: 'State',
    width: '112px',
    cell: change => <ChangeChip change={change} />,
  },
  {
    id: 'title',
    title: 'Request',
    wraps: true,
    cell: change => <ChangeLink change={change} />,
  },
  {
    id: 'summary',
    title: 'Where it is',
    wraps: true,
    wide: true,
    cell: change => change.summary,
  },
  {
    id: 'domain',
    title: 'Domain',
    wide: true,
    cell: change => <PlaceLink place={change} />,
  },
  {
    id: 'by',
    title: 'Asked by',
    wide: true,
    cell: change => humanName(change.requestedBy),
  },
  {
    id: 'at',
    title: 'Asked',
    number: true,
    cell: change => <RelativeTime time={change.createdAt} />,
  },
];

/** Change requests as a table, kept up to date. */
export function ChangeTable(props: {
  /** Names the query; another one starts over. */
  queryKey: string;
  toQuery(): Promise<ChangeQuery>;
  label?: string;
  /** Title where there are none. */
  none?: string;
}) {
  const api = useApi(lakehouseApiRef);
  const { ref, isReading } = useReading<HTMLDivElement>();
  const live = useLiveList<ChangeRequest>({
    key: `changes ${props.queryKey}`,
    load: async ({ cursor, since }, signal) =>
      api.listChanges(
        { ...(await props.toQuery()), limit: PAGE_SIZE, cursor, since },
        { signal },
      ),
    keyOf: change => change.id,
    compare: (a, b) => b.createdAt.localeCompare(a.createdAt),
    isReading,
  });
  return (
    <div ref={ref}>
      <LiveTable
        live={live}
        label={props.label ?? 'Change requests'}
        what="the requests"
        columns={columns}
        keyOf={change => change.id}
        empty={
          <EmptyState title={props.none ?? 'No requests'}>
            Fill in a form ("New") and a pull request is opened; it shows here
            until it is live.
          </EmptyState>
        }
      />
    </div>
  );
}
