import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Column } from '../../components/DataTable';
import { RelativeTime } from '../../components/RelativeTime';
import { Took } from '../../components/Took';
import { humanName } from '../../format/humanName';
import { PlaceLink, WorkloadLink } from '../WorkloadLink';
import { asksColumn, stateColumn } from '../workloads/workloadColumns';

/** A row of the jobs table; the same on every page that lists jobs. */
export const jobColumns: Column<Workload>[] = [
  stateColumn,
  {
    id: 'name',
    title: 'Job',
    width: '34%',
    wraps: true,
    sort: 'name',
    cell: row => (
      <>
        <PlaceLink place={row} /> / <WorkloadLink address={row} />
      </>
    ),
  },
  {
    id: 'description',
    title: 'What it is',
    wide: true,
    cell: row =>
      row.notInGit ? `${row.description} · not in Git` : row.description,
  },
  {
    id: 'started',
    title: 'Started',
    sort: 'startedAt',
    number: true,
    cell: row => <RelativeTime time={row.startedAt} none="not yet" />,
  },
  {
    id: 'took',
    title: 'Took',
    sort: 'duration',
    number: true,
    wide: true,
    cell: row => <Took workload={row} />,
  },
  asksColumn,
  {
    id: 'owner',
    title: 'Owner',
    sort: 'owner',
    wide: true,
    cell: row => (row.owner ? humanName(row.owner) : '–'),
  },
];
