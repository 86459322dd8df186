import { VisuallyHidden } from '@backstage/ui';
import type { QuotaHistory } from '@lakefront/backstage-plugin-lakehouse-common';
import { formatDayAndTime } from '../format/formatTime';
import { layoutUsage } from './layoutUsage';
import { quotaAmount } from './quotaLabel';
import styles from './UsageCurve.module.css';

const WIDTH = 200;
const HEIGHT = 22;

/** How a quota was used over some time, as a small curve and as a sentence. */
export function UsageCurve(props: {
  history: QuotaHistory;
  from: string;
  to: string;
}) {
  const { history, from, to } = props;
  const layout = layoutUsage(history.points, {
    from: Date.parse(from),
    to: Date.parse(to),
    width: WIDTH,
    height: HEIGHT,
  });
  if (!layout) {
    return null;
  }
  const { areas, lowest, highest } = layout;
  const amount = (used: number) => quotaAmount(history.unit, used);
  const sentence = `Last 7 days: at most ${amount(
    highest.used,
  )} (${formatDayAndTime(highest.at)}), at least ${amount(lowest.used)}`;
  return (
    <div className={styles.curve} title={sentence}>
      <svg
        aria-hidden
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
      >
        {areas.map(area => (
          <path key={area} d={area} />
        ))}
      </svg>
      <VisuallyHidden>{sentence}.</VisuallyHidden>
    </div>
  );
}
