import { Link as RouterLink } from 'react-router-dom';
import type {
  PipelinePlace,
  PipelineRow,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { toneClass, workloadTones } from '../../components/tones';
import { formatExactTime } from '../../format/formatTime';
import { useLakehousePaths } from '../../useLakehousePaths';
import styles from './LastRuns.module.css';

/** The last runs as squares, the newest at the right; each leads to its run. */
export function LastRuns(props: {
  place: PipelinePlace;
  runs: PipelineRow['lastRuns'];
}) {
  const { place, runs } = props;
  const paths = useLakehousePaths();
  if (runs.length === 0) {
    return <span className={styles.none}>none yet</span>;
  }
  return (
    <span className={styles.runs}>
      {[...runs].reverse().map(run => {
        const said = `${run.name}: ${run.state}, ${formatExactTime(
          run.startedAt,
        )}`;
        return (
          <RouterLink
            key={run.runId}
            to={paths.pipelineRun({ ...place, name: run.runId })}
            className={`${styles.run} ${toneClass(workloadTones[run.state])}`}
            data-state={run.state}
            aria-label={said}
            title={said}
          />
        );
      })}
    </span>
  );
}
