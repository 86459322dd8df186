import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import { CopyText } from '../../components/CopyText';
import type { Column } from '../../components/DataTable';
import { FootprintLine } from '../../components/FootprintLine';
import { RelativeTime } from '../../components/RelativeTime';
import { StateChip } from '../../components/StateChip';
import { PlaceLink, WorkloadLink } from '../WorkloadLink';
import styles from './Compute.module.css';

/** A row of the table of compute clusters. */
export const computeColumns: Column<Workload>[] = [
  {
    id: 'state',
    title: 'State',
    sort: 'state',
    width: '112px',
    cell: row => (
      <StateChip
        state={row.state}
        detail={
          row.reason
            ? `${row.stateDetail}: ${row.reason.message}`
            : row.stateDetail
        }
      />
    ),
  },
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
  {
    id: 'asks',
    title: 'Asks for',
    number: true,
    wide: true,
    cell: row => <FootprintLine footprint={row.footprint} />,
  },
];
