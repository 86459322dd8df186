import { VisuallyHidden } from '@backstage/ui';
import type {
  UsualDuration,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { useTicking } from '../live';
import { formatDuration } from '../format/formatTime';
import { plural } from '../format/plural';
import { compareToUsual } from './compareToUsual';
import { Duration } from './RelativeTime';
import styles from './Took.module.css';

/** How long something took, or takes so far, with a small bar against how long it usually takes. */
export function Took(props: {
  workload: Pick<Workload, 'startedAt' | 'endedAt' | 'usual'>;
}) {
  const { startedAt, endedAt, usual } = props.workload;
  const duration = <Duration from={startedAt} to={endedAt} />;
  return startedAt && usual ? (
    <div className={styles.took}>
      {duration}
      <UsualBar {...{ startedAt, endedAt, usual }} />
    </div>
  ) : (
    duration
  );
}

function UsualBar(props: {
  startedAt: string;
  endedAt?: string;
  usual: UsualDuration;
}) {
  const { startedAt, endedAt, usual } = props;
  // In whole per cent, so that a tick draws only what is seen to move.
  const width = useTicking(now => {
    const end = endedAt ? Date.parse(endedAt) : now;
    return compareToUsual(end - Date.parse(startedAt), usual).width;
  });
  const long = useTicking(now => {
    const end = endedAt ? Date.parse(endedAt) : now;
    return compareToUsual(end - Date.parse(startedAt), usual).long ? 1 : 0;
  });
  const text = `usually ${formatDuration(usual.medianSeconds * 1000)}`;
  return (
    <div
      className={styles.track}
      title={`${text}, of ${plural(usual.runs, 'successful run')}${
        long ? '; longer than usual' : ''
      }`}
    >
      <span
        aria-hidden
        className={styles.bar}
        data-long={long ? '' : undefined}
        style={{ width: `${width}%` }}
      />
      <span aria-hidden className={styles.usual} />
      <VisuallyHidden>
        {long ? `longer than usual, ${text}` : text}
      </VisuallyHidden>
    </div>
  );
}
