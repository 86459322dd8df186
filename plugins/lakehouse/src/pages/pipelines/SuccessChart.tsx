import type { PipelineSuccess } from '@lakefront/backstage-plugin-lakehouse-common';
import { toneClass } from '../../components/tones';
import { formatDuration } from '../../format/formatTime';
import { layoutSuccess, type SuccessBar } from './layoutSuccess';
import { successSentence } from './pipelineSentence';
import styles from './SuccessChart.module.css';

/** `Nov 2`. Days are of UTC, as the backend counts them. */
const dayFormat = new Intl.DateTimeFormat('en', {
  month: 'short',
  day: 'numeric',
  timeZone: 'UTC',
});
const formatDay = (day: string) => dayFormat.format(Date.parse(day));

const WIDTH = 600;
const HEIGHT = 56;
const LINE = 36;

/** How runs went day by day, and how long they took; the text beside says the same in a sentence. */
export function SuccessChart(props: { success: PipelineSuccess; now: number }) {
  const { success, now } = props;
  const layout = layoutSuccess(success.days, {
    width: WIDTH,
    to: new Date(now).toISOString(),
  });
  const first = success.days[0]?.day;
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        {first && `Since ${formatDay(first)}: `}
        {successSentence(success)}
      </figcaption>
      {layout && (
        <div className={styles.charts}>
          <div>
            <svg
              aria-hidden
              className={styles.chart}
              viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
              preserveAspectRatio="none"
            >
              {layout.bars.map(bar => (
                <Bar key={bar.day} bar={bar} width={layout.barWidth} />
              ))}
            </svg>
            <div className={styles.name}>
              runs a day, those that failed on top
            </div>
          </div>
          <div>
            <svg
              aria-hidden
              className={styles.chart}
              viewBox={`0 0 ${WIDTH} ${LINE}`}
              preserveAspectRatio="none"
            >
              <polyline
                className={styles.line}
                points={layout.bars
                  .flatMap(({ x, took }) =>
                    took === undefined
                      ? []
                      : `${x + layout.barWidth / 2},${
                          LINE - 2 - took * (LINE - 4)
                        }`,
                  )
                  .join(' ')}
              />
            </svg>
            <div className={styles.name}>how long they took</div>
          </div>
        </div>
      )}
    </figure>
  );
}

function Bar(props: { bar: SuccessBar; width: number }) {
  const { bar, width } = props;
  const { day, succeeded, failed, medianSeconds } = bar;
  const took =
    medianSeconds === undefined
      ? ''
      : `, ${formatDuration(medianSeconds * 1000)}`;
  const good = bar.good * HEIGHT;
  const bad = bar.bad * HEIGHT;
  return (
    <g>
      <title>
        {formatDay(day)}: {succeeded} succeeded, {failed} failed{took}
      </title>
      <rect
        className={`${styles.bar} ${toneClass('good')}`}
        x={bar.x}
        width={width}
        y={HEIGHT - good}
        height={good}
      />
      <rect
        className={`${styles.bar} ${toneClass('bad')}`}
        x={bar.x}
        width={width}
        y={HEIGHT - good - bad}
        height={bad}
      />
    </g>
  );
}
