import type { PipelineSuccess } from '@lakefront/backstage-plugin-lakehouse-common';

/** Counts by day and state, and medians by day, as pages show them. Numbers may be text, as databases have it. */
export function toSuccess(
  counts: ReadonlyArray<{ day: string; state: string; runs: number | string }>,
  medians: ReadonlyArray<{ day: string; median: number | string }>,
): PipelineSuccess {
  const days = [...new Set(counts.map(({ day }) => day))].sort();
  const of = (day: string, state: string) =>
    counts
      .filter(one => one.day === day && one.state === state)
      .reduce((sum, { runs }) => sum + Number(runs), 0);
  const all = days.map(day => {
    const median = medians.find(one => one.day === day);
    return {
      ...{ day, succeeded: of(day, 'succeeded'), failed: of(day, 'failed') },
      ...(median && { medianSeconds: Math.round(Number(median.median)) }),
    };
  });
  const sum = (count: (one: (typeof all)[number]) => number) =>
    all.reduce((total, one) => total + count(one), 0);
  return {
    ended: sum(({ succeeded, failed }) => succeeded + failed),
    succeeded: sum(({ succeeded }) => succeeded),
    days: all,
  };
}
