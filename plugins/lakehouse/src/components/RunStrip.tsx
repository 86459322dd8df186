import { useRef, useState, type PointerEvent } from 'react';
import { useNavigate } from 'react-router-dom';
import type { WorkloadState } from '@lakefront/backstage-plugin-lakehouse-common';
import type { PlacedRun } from '../api';
import { formatExactTime, formatTimeOfDay } from '../format/formatTime';
import { plural } from '../format/plural';
import { useLakehousePaths } from '../useLakehousePaths';
import { layoutRuns, runKey, ticks } from './layoutRuns';
import { toneClass, workloadTones } from './tones';
import styles from './RunStrip.module.css';

const WIDTH = 1000;
const HEIGHT = 76;
const LANES = 6;
const MARK = 5;
/** A drag shorter than this is a click. */
const MIN_DRAG = 0.01;

/**
 * Each run as a mark by its start time, coloured by state. Drag to look
 * closer; the same runs stand in the table below, which is the way for the
 * keyboard and the screen reader.
 */
export function RunStrip(props: {
  runs: PlacedRun[];
  from: string;
  to: string;
  onZoom?(range: { from: string; to: string }): void;
}) {
  const range = { from: Date.parse(props.from), to: Date.parse(props.to) };
  const paths = useLakehousePaths();
  const navigate = useNavigate();
  const svg = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<{ start: number; end: number }>();
  const marks = layoutRuns(props.runs, range, {
    lanes: LANES,
    markWidth: (MARK + 1) / WIDTH,
  });
  const counts = new Map<WorkloadState, number>();
  for (const { run } of marks) {
    counts.set(run.state, (counts.get(run.state) ?? 0) + 1);
  }

  const at = (event: PointerEvent) => {
    const box = svg.current?.getBoundingClientRect();
    return box && box.width > 0
      ? Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))
      : 0;
  };
  const timeAt = (x: number) =>
    new Date(range.from + x * (range.to - range.from)).toISOString();
  const finish = () => {
    if (drag && Math.abs(drag.end - drag.start) > MIN_DRAG) {
      const [from, to] = [drag.start, drag.end].sort((a, b) => a - b);
      props.onZoom?.({ from: timeAt(from), to: timeAt(to) });
    }
    setDrag(undefined);
  };
  const laneHeight = (HEIGHT - 4) / LANES;

  return (
    <figure style={{ margin: 0 }}>
      <svg
        ref={svg}
        className={styles.strip}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={describe(marks.length, counts, props)}
        onPointerDown={event =>
          props.onZoom && setDrag({ start: at(event), end: at(event) })
        }
        onPointerMove={event => drag && setDrag({ ...drag, end: at(event) })}
        onPointerUp={finish}
        onPointerLeave={() => setDrag(undefined)}
      >
        {drag && (
          <rect
            className={styles.selection}
            x={Math.min(drag.start, drag.end) * WIDTH}
            width={Math.abs(drag.end - drag.start) * WIDTH}
            y={0}
            height={HEIGHT}
          />
        )}
        <line
          className={styles.axis}
          x1={0}
          x2={WIDTH}
          y1={HEIGHT - 0.5}
          y2={HEIGHT - 0.5}
        />
        {marks.map(({ run, x, lane }) => (
          <rect
            key={runKey(run)}
            className={`${styles.mark} ${toneClass(workloadTones[run.state])}`}
            x={x * (WIDTH - MARK)}
            y={HEIGHT - 3 - (lane + 1) * laneHeight}
            width={MARK}
            height={laneHeight - 2}
            rx={1}
            onClick={() => navigate(paths.workload(run))}
          >
            <title>
              {run.name} ({run.domain}): {run.state},{' '}
              {formatExactTime(run.startedAt)}
            </title>
          </rect>
        ))}
      </svg>
      <div className={styles.ticks} aria-hidden>
        {ticks(range).map(time => (
          <span
            key={time}
            className={styles.tick}
            style={{
              left: `${((time - range.from) / (range.to - range.from)) * 100}%`,
            }}
          >
            {formatTimeOfDay(new Date(time).toISOString())}
          </span>
        ))}
      </div>
      <figcaption className={styles.legend}>
        {[...counts].map(([state, count]) => (
          <span key={state} className={toneClass(workloadTones[state])}>
            {count} {state}
          </span>
        ))}
        {marks.length === 0 && 'No runs in this time.'}
      </figcaption>
    </figure>
  );
}

function describe(
  total: number,
  counts: Map<WorkloadState, number>,
  range: { from: string; to: string },
): string {
  const states = [...counts].map(([state, count]) => `${count} ${state}`);
  return `${plural(total, 'run')} from ${formatExactTime(
    range.from,
  )} to ${formatExactTime(range.to)}${
    states.length ? `: ${states.join(', ')}` : ''
  }`;
}
