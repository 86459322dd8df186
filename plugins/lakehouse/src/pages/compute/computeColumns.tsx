import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import { CopyText } from '../../components/CopyText';
import type { Column } from '../../components/DataTable';
import { RelativeTime } from '../../components/RelativeTime';
import { PlaceLink, WorkloadLink } from '../WorkloadLink';
import { asksColumn, stateColumn } from '../workloads/workloadColumns';
import styles from './Compute.module.css';

/** A row of the table of compute clusters. */
export const computeColumns: Column<Workload>[] = [
  stateColumn,
  {
    id: 'name',
    title: 'Compute cluster',
    width: '24%',
    wraps: true,
    sort: 'name',
    cell: row => (
      <>
        <WorkloadLink address={row} /> in <PlaceLink place={row} />
        {row.outdated && (
          <div className={styles.hint} title={row.outdated.message}>
            ↻ runs with what it had before it was changed
          </div>
        )}
      </>
    ),
  },
  {
    id: 'endpoint',
    title: 'Connect to',
    cell: row =>
      row.endpoint ? (
        <div className={styles.endpoint}>
          <CopyText text={row.endpoint} what={`the address of ${row.name}`} />
        </div>
      ) : (
        '–'
      ),
  },
  {
    id: 'description',
    title: 'What it is',
    wide: true,
    cell: row => row.description,
  },
  {
    id: 'ready',
    title: 'Ready',
    sort: 'startedAt',
    number: true,
    cell: row => <RelativeTime time={row.startedAt} none="not now" />,
  },
  asksColumn,
];
