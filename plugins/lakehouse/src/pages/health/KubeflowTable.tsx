import type { KubeflowHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import { DataTable, type Column } from '../../components/DataTable';
import { KubeflowChip } from '../../components/KubeflowFreshness';
import { RelativeTime } from '../../components/RelativeTime';
import { EmptyState } from '../../components/States';
import styles from './Health.module.css';

const columns: Column<KubeflowHealth>[] = [
  {
    id: 'state',
    title: 'State',
    width: '132px',
    cell: ({ freshness }) => <KubeflowChip state={freshness.state} />,
  },
  {
    id: 'cluster',
    title: 'Kubernetes cluster',
    wraps: true,
    cell: row => <Server row={row} />,
  },
  {
    id: 'users',
    title: 'Users',
    wide: true,
    cell: ({ multiUser }) => usersWord(multiUser),
  },
  {
    id: 'store',
    title: 'Keeps pipelines in',
    wide: true,
    cell: ({ pipelineStore }) => pipelineStore ?? 'not known',
  },
  {
    id: 'history',
    title: 'Runs read',
    number: true,
    cell: ({ backfill }) => historyWords(backfill),
  },
  {
    id: 'requests',
    title: 'Asked in the last hour',
    number: true,
    wide: true,
    cell: ({ requestsLastHour }) => requestsLastHour.toLocaleString('en'),
  },
  {
    id: 'read',
    title: 'Answered',
    number: true,
    cell: ({ freshness }) => (
      <RelativeTime time={freshness.readAt} none="never" />
    ),
  },
];

function usersWord(multiUser: boolean | undefined): string {
  if (multiUser === undefined) {
    return 'not known';
  }
  return multiUser ? 'kept apart' : 'all one';
}

function historyWords({ state, read, total }: KubeflowHealth['backfill']) {
  const number = (count: number) => count.toLocaleString('en');
  return state === 'done' || total === undefined
    ? number(read)
    : `${number(read)} of ${number(total)}`;
}

function Server({ row }: { row: KubeflowHealth }) {
  const { kubernetesCluster, freshness, backfill, advice } = row;
  const isOfServer =
    freshness.message !== undefined &&
    backfill.message?.startsWith(freshness.message);
  const said = [
    ...(freshness.state === 'live' ? [] : [freshness.message]),
    ...(backfill.state === 'failed' && !isOfServer ? [backfill.message] : []),
  ].filter(
    // What to do about it says what is wrong, too.
    (message): message is string =>
      message !== undefined &&
      !advice.some(sentence => sentence.includes(message)),
  );
  return (
    <div className={styles.repository}>
      {kubernetesCluster}
      {[...said, ...advice].map(sentence => (
        <div key={sentence} className={styles.error}>
          {sentence}
        </div>
      ))}
    </div>
  );
}

/** How the KFP API of each Kubernetes cluster answers, and what it can't promise. */
export function KubeflowTable(props: { servers: KubeflowHealth[] }) {
  if (props.servers.length === 0) {
    return (
      <EmptyState title="No Kubeflow Pipelines is configured">
        Where there is one, name it under lakehouse.kubeflow in the portal's
        configuration: what its runs took in and gave, and its older runs, show
        then.
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="Kubeflow Pipelines"
      columns={columns}
      rows={props.servers}
      keyOf={({ kubernetesCluster }) => kubernetesCluster}
    />
  );
}
