import type { PipelineSuccess } from '@lakefront/backstage-plugin-lakehouse-common';

const DAY_MS = 24 * 3_600_000;

/** One day of the chart; numbers are of a box of `width` by 1. */
export interface SuccessBar {
  day: string;
  succeeded: number;
  failed: number;
  medianSeconds?: number;
  x: number;
  /** Heights of what succeeded, and of what failed above it. */
  good: number;
  bad: number;
  /** Height of the point of how long it took. */
  took?: number;
}

/** Lays the days out, with room for those on which nothing ended: they are known to be empty. Pure. */
export function layoutSuccess(
  days: PipelineSuccess['days'],
  options: { width: number; to: string },
): { bars: SuccessBar[]; barWidth: number } | undefined {
  if (days.length === 0) {
    return undefined;
  }
  const first = Date.parse(days[0].day);
  const last = Math.max(
    Date.parse(options.to.slice(0, 10)),
    Date.parse(days[days.length - 1].day),
  );
  const count = Math.round((last - first) / DAY_MS) + 1;
  const step = options.width / count;
  const most = Math.max(
    1,
    ...days.map(({ succeeded, failed }) => succeeded + failed),
  );
  const longest = Math.max(
    1,
    ...days.map(({ medianSeconds = 0 }) => medianSeconds),
  );
  return {
    barWidth: step * 0.7,
    bars: days.map(day => ({
      ...day,
      x: ((Date.parse(day.day) - first) / DAY_MS) * step + step * 0.15,
      good: day.succeeded / most,
      bad: day.failed / most,
      ...(day.medianSeconds !== undefined && {
        took: day.medianSeconds / longest,
      }),
    })),
  };
}
