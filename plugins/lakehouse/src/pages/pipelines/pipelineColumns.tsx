import type { PipelineRow } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Column } from '../../components/DataTable';
import { RelativeTime } from '../../components/RelativeTime';
import { formatDuration } from '../../format/formatTime';
import { humanName } from '../../format/humanName';
import { PlaceLink } from '../WorkloadLink';
import { LastRuns } from './LastRuns';
import { PipelineLink, VersionLink } from './PipelineLinks';
import styles from './pipelines.module.css';

/** A row of a list of pipelines. */
export const pipelineColumns: Column<PipelineRow>[] = [
  {
    id: 'name',
    title: 'Pipeline',
    sort: 'name',
    width: '30%',
    wraps: true,
    cell: row => (
      <>
        <PlaceLink place={row} /> /{' '}
        <PipelineLink place={row} name={row.name} title={row.title} />
      </>
    ),
  },
  {
    id: 'runs',
    title: 'Last runs',
    cell: row => <LastRuns place={row} runs={row.lastRuns} />,
  },
  {
    id: 'ran',
    title: 'Ran',
    number: true,
    cell: ({ lastRuns }) => (
      <RelativeTime time={lastRuns[0]?.startedAt} none="never" />
    ),
  },
  {
    id: 'usually',
    title: 'Usually takes',
    number: true,
    wide: true,
    cell: ({ usual }) =>
      usual && usual.runs > 0
        ? formatDuration(usual.medianSeconds * 1000)
        : '–',
  },
  {
    id: 'version',
    title: 'Newest version',
    wide: true,
    wraps: true,
    cell: row =>
      row.latestVersion ? (
        <>
          <VersionLink
            place={row}
            name={row.latestVersion.name}
            title={row.latestVersion.title}
          />{' '}
          <span className={styles.quiet}>of {row.versions}</span>
        </>
      ) : (
        'none yet'
      ),
  },
  {
    id: 'schedules',
    title: 'Schedules',
    wide: true,
    cell: ({ schedules }) => scheduleWords(schedules),
  },
  {
    id: 'owner',
    title: 'Owner',
    wide: true,
    cell: row => (row.owner ? humanName(row.owner) : '–'),
  },
];

function scheduleWords({ active, all }: PipelineRow['schedules']): string {
  if (all === 0) {
    return 'none';
  }
  return active === all ? `${all}` : `${active} of ${all} active`;
}
