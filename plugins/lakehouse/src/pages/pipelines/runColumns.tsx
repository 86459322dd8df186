import type { PipelineRunRow } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Column } from '../../components/DataTable';
import { Duration, RelativeTime } from '../../components/RelativeTime';
import { StateChip } from '../../components/StateChip';
import { humanName } from '../../format/humanName';
import { beganAt } from './beganAt';
import { PlaceLink } from '../WorkloadLink';
import { PipelineLink, RunLink, VersionLink } from './PipelineLinks';
import styles from './pipelines.module.css';

/** How a run is; the system's own word, and why, in the tooltip. */
export const runStateColumn: Column<PipelineRunRow> = {
  id: 'state',
  title: 'State',
  width: '112px',
  cell: run => <RunChip run={run} />,
};

/** How a run is, in a word. */
export function RunChip(props: {
  run: Pick<PipelineRunRow, 'state' | 'stateDetail' | 'reason'>;
}) {
  const { state, stateDetail, reason } = props.run;
  return (
    <StateChip
      state={state}
      detail={reason ? `${stateDetail}: ${reason.message}` : stateDetail}
    />
  );
}

/** The run alone: for a list in which all are of one pipeline. */
export const runNameColumn: Column<PipelineRunRow> = {
  id: 'name',
  title: 'Run',
  sort: 'name',
  wraps: true,
  width: '28%',
  cell: run => (
    <>
      <RunLink run={run} />
      {run.archived && <span className={styles.tag}>archived</span>}
    </>
  ),
};

export const versionColumn: Column<PipelineRunRow> = {
  id: 'version',
  title: 'Version',
  wide: true,
  wraps: true,
  cell: run =>
    run.version ? <VersionLink place={run} name={run.version} /> : '–',
};

/** Who started a run: for a list in which not all else is told. */
export const startedByColumn: Column<PipelineRunRow> = {
  id: 'by',
  title: 'Started by',
  wide: true,
  cell: run => startedBy(run),
};

const startedColumn: Column<PipelineRunRow> = {
  id: 'started',
  title: 'Started',
  number: true,
  sort: 'startedAt',
  cell: run => <RelativeTime time={beganAt(run)} none="not yet" />,
};

const tookColumn: Column<PipelineRunRow> = {
  id: 'took',
  title: 'Took',
  sort: 'duration',
  number: true,
  wide: true,
  cell: run => <Duration from={beganAt(run)} to={run.endedAt} />,
};

const whyColumn: Column<PipelineRunRow> = {
  id: 'why',
  title: 'Why',
  wide: true,
  cell: run => (
    <span className={styles.cut} title={run.reason?.message}>
      {run.reason?.message ?? ''}
    </span>
  ),
};

/** When a run began, how long it took, and why it is as it is. */
export const runTimeColumns: Column<PipelineRunRow>[] = [
  startedColumn,
  tookColumn,
  whyColumn,
];

/** The schedule or the person behind a run. */
export function startedBy(
  run: Pick<PipelineRunRow, 'schedule' | 'requestedBy'>,
): string {
  if (run.schedule) {
    return run.schedule;
  }
  return run.requestedBy ? humanName(run.requestedBy) : '–';
}

/** A row of a list of runs of any pipeline. */
export const runColumns: Column<PipelineRunRow>[] = [
  runStateColumn,
  {
    ...runNameColumn,
    ...{ wraps: false, cuts: true, width: '57%' },
    cell: run => (
      <span className={styles.named} title={run.name}>
        <PlaceLink place={run} /> / <RunLink run={run} />
        {run.archived && <span className={styles.tag}>archived</span>}
      </span>
    ),
  },
  {
    id: 'pipeline',
    title: 'Pipeline',
    width: '22%',
    wide: true,
    cuts: true,
    cell: run =>
      run.pipeline ? (
        <span title={run.pipeline}>
          <PipelineLink place={run} name={run.pipeline} />
        </span>
      ) : (
        '–'
      ),
  },
  startedColumn,
  tookColumn,
  { ...whyColumn, cuts: true, width: '21%' },
];
