import type { LakeFSServerHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import { DataTable, type Column } from '../../components/DataTable';
import { LakeFSChip } from '../../components/LakeFSFreshness';
import { RelativeTime } from '../../components/RelativeTime';
import { EmptyState } from '../../components/States';
import styles from './Health.module.css';

const columns: Column<LakeFSServerHealth>[] = [
  {
    id: 'state',
    title: 'State',
    width: '132px',
    cell: ({ freshness }) => <LakeFSChip state={freshness.state} />,
  },
  {
    id: 'server',
    title: 'Server',
    wraps: true,
    cell: row => <Server row={row} />,
  },
  {
    id: 'version',
    title: 'Version',
    wide: true,
    cell: ({ version }) => version ?? 'not known',
  },
  {
    id: 'repositories',
    title: 'Repositories',
    number: true,
    wide: true,
    cell: ({ repositories }) =>
      repositories?.toLocaleString('en') ?? 'not known',
  },
  {
    id: 'requests',
    title: 'Asked in the last hour',
    number: true,
    cell: ({ requestsLastHour }) => requestsLastHour.toLocaleString('en'),
  },
  {
    id: 'read',
    title: 'Last read',
    number: true,
    cell: ({ freshness }) => (
      <RelativeTime time={freshness.readAt} none="never" />
    ),
  },
];

function Server({ row }: { row: LakeFSServerHealth }) {
  const { server, freshness, advice } = row;
  const { state, message = '' } = freshness;
  // What to do about it says what is wrong, too.
  const isTold = advice.some(sentence => sentence.startsWith(message));
  return (
    <div className={styles.repository}>
      {server}
      {state !== 'live' && message && !isTold && (
        <div className={styles.error}>{message}</div>
      )}
      {advice.map(sentence => (
        <div key={sentence} className={styles.error}>
          {sentence}
        </div>
      ))}
    </div>
  );
}

/** How each lakeFS server answers, and what it can't promise. */
export function LakeFSTable(props: { servers: LakeFSServerHealth[] }) {
  if (props.servers.length === 0) {
    return (
      <EmptyState title="No lakeFS server is configured">
        Where there is one, name it under lakehouse.lakefs.servers in the
        portal's configuration: its branches can be asked for then.
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="lakeFS servers"
      columns={columns}
      rows={props.servers}
      keyOf={({ server }) => server}
    />
  );
}
