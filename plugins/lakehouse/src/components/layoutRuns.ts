import type { PlacedRun } from '../api';
import { workloadKey } from '../paths';

/** Tells runs of a time span apart: a workload runs once at a time. */
export function runKey(run: PlacedRun): string {
  return `${workloadKey(run)} ${run.startedAt}`;
}

/** A run as a mark: where it starts and in which lane, so that none hides another. */
export interface LaidOutRun {
  run: PlacedRun;
  /** 0 to 1 along the strip. */
  x: number;
  lane: number;
}

/**
 * Places runs by their start. A mark goes to the first lane whose last mark is
 * far enough away; when all lanes are taken it lies over the oldest.
 */
export function layoutRuns(
  runs: PlacedRun[],
  range: { from: number; to: number },
  options: { lanes: number; markWidth: number },
): LaidOutRun[] {
  const length = range.to - range.from;
  const lastAt: number[] = Array.from(
    { length: options.lanes },
    () => -Infinity,
  );
  return runs
    .map(run => ({
      run,
      x: (Date.parse(run.startedAt) - range.from) / length,
    }))
    .filter(({ x }) => x >= 0 && x <= 1)
    .sort((a, b) => a.x - b.x)
    .map(({ run, x }) => {
      const free = lastAt.findIndex(at => x - at >= options.markWidth);
      const lane = free >= 0 ? free : lastAt.indexOf(Math.min(...lastAt));
      lastAt[lane] = x;
      return { run, x, lane };
    });
}

const HOUR = 3_600_000;
const steps = [HOUR / 12, HOUR / 4, HOUR, 3 * HOUR, 6 * HOUR, 24 * HOUR];

/** Round times along the strip, at most seven. */
export function ticks(range: { from: number; to: number }): number[] {
  const length = range.to - range.from;
  const step = steps.find(size => length / size <= 7) ?? 24 * HOUR;
  // Whole hours where people are, not in UTC.
  const zone = new Date(range.from).getTimezoneOffset() * 60_000;
  const first = Math.ceil((range.from - zone) / step) * step + zone;
  const result: number[] = [];
  for (let at = first; at < range.to; at += step) {
    result.push(at);
  }
  return result;
}
