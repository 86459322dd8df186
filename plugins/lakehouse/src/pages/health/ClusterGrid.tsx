import { useMemo } from 'react';
import type { ResourceHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import { DataTable, type Column } from '../../components/DataTable';
import { FreshnessChip } from '../../components/FreshnessChip';
import { EmptyState } from '../../components/States';
import { formatDuration, formatExactTime } from '../../format/formatTime';
import { plural } from '../../format/plural';
import { resourceTitle } from './resourceTitle';
import styles from './Health.module.css';

/** As many Kubernetes clusters have room for a line each; more are told in stacks. */
const ABREAST = 2;

interface GridRow {
  resource: string;
  /** By the name of the Kubernetes cluster. */
  cells: Map<string, ResourceHealth>;
}

/** Every resource of every Kubernetes cluster: how it is followed, how many, how old. */
export function ClusterGrid(props: { resources: ResourceHealth[] }) {
  const { rows, columns } = useMemo(
    () => toGrid(props.resources),
    [props.resources],
  );
  if (rows.length === 0) {
    return (
      <EmptyState title="No Kubernetes cluster is configured">
        The portal follows the clusters that stand under
        kubernetes.clusterLocatorMethods in its configuration.
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="Resources by Kubernetes cluster"
      columns={columns}
      rows={rows}
      keyOf={row => row.resource}
    />
  );
}

function toGrid(resources: ResourceHealth[]) {
  const clusters = [
    ...new Set(resources.map(({ kubernetesCluster }) => kubernetesCluster)),
  ].sort();
  const rows = new Map<string, GridRow>();
  for (const health of resources) {
    const { resource, kubernetesCluster } = health;
    const row = rows.get(resource) ?? { resource, cells: new Map() };
    row.cells.set(kubernetesCluster, health);
    rows.set(resource, row);
  }
  const columns: Column<GridRow>[] = [
    {
      id: 'resource',
      title: 'Resource',
      wraps: true,
      cell: row => resourceTitle(row.resource),
    },
    ...clusters.map(
      (cluster): Column<GridRow> => ({
        id: cluster,
        title: cluster,
        cell: row => (
          <Cell
            health={row.cells.get(cluster)}
            isOneOfMany={clusters.length > ABREAST}
          />
        ),
      }),
    ),
  ];
  return { rows: [...rows.values()], columns };
}

/** Rows only where a complete list was ever seen: not known is not none. */
function Cell(props: { health?: ResourceHealth; isOneOfMany: boolean }) {
  const { health } = props;
  if (!health) {
    return <>–</>;
  }
  const { state, since, everSynced, count, lagSeconds, message } = health;
  const lists = `${plural(health.relists, 'list')} after the first, ${plural(
    health.failures,
    'failure',
  )}`;
  return (
    <span
      className={`${styles.cell} ${props.isOneOfMany ? styles.stacked : ''}`}
      title={`${state} since ${formatExactTime(since)}; ${lists}${
        message ? `; ${message}` : ''
      }`}
    >
      <FreshnessChip state={state} />{' '}
      {state !== 'absent' && (
        <span className={styles.count}>
          {everSynced ? rowsOf(count) : 'not known'}
        </span>
      )}{' '}
      {lagSeconds !== undefined && state !== 'absent' && (
        <span className={styles.quiet}>
          <span className={styles.word}>heard </span>
          {formatDuration(lagSeconds * 1000)} ago
        </span>
      )}
    </span>
  );
}

function rowsOf(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'row' : 'rows'}`;
}
