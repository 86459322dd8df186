import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Column } from '../../components/DataTable';
import { FootprintLine } from '../../components/FootprintLine';
import { RelativeTime } from '../../components/RelativeTime';
import { StateChip } from '../../components/StateChip';
import { Took } from '../../components/Took';
import { humanName } from '../../format/humanName';
import { PlaceLink, WorkloadLink } from '../WorkloadLink';

/** A row of the jobs table; the same on every page that lists jobs. */
export const jobColumns: Column<Workload>[] = [
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
  {
    id: 'asks',
    title: 'Asks for',
    number: true,
    wide: true,
    cell: row => <FootprintLine footprint={row.footprint} />,
  },
  {
    id: 'owner',
    title: 'Owner',
    sort: 'owner',
    wide: true,
    cell: row => (row.owner ? humanName(row.owner) : '–'),
  },
];
