import type { QuotaPoint } from '@lakefront/backstage-plugin-lakehouse-common';

/** Points further apart than this many usual steps have a gap between them. */
const GAP_STEPS = 2.5;

export interface UsageLayout {
  /** One path of a filled area for each stretch that was seen; in a box of `width` by `height`. */
  areas: string[];
  lowest: QuotaPoint;
  highest: QuotaPoint;
}

/**
 * Lays a history out as areas over time; where nothing was written down there
 * is nothing drawn, as not knowing is not zero. Undefined where there is too
 * little for a curve. Pure.
 */
export function layoutUsage(
  points: readonly QuotaPoint[],
  options: { from: number; to: number; width: number; height: number },
): UsageLayout | undefined {
  const { from, to, width, height } = options;
  const shown = points.filter(({ at }) => {
    const time = Date.parse(at);
    return time >= from && time <= to;
  });
  if (shown.length < 2) {
    return undefined;
  }
  const top = Math.max(...shown.map(({ used, hard }) => Math.max(used, hard)));
  const x = ({ at }: QuotaPoint) =>
    ((Date.parse(at) - from) / (to - from)) * width;
  const y = ({ used }: QuotaPoint) =>
    height - (top > 0 ? used / top : 0) * height;
  return {
    areas: stretches(shown).map(stretch => {
      const line = stretch.map(
        point => `${round(x(point))},${round(y(point))}`,
      );
      const [first, last] = [stretch[0], stretch[stretch.length - 1]];
      // A lone sample is drawn as wide as can just be seen.
      const end = Math.max(x(last), x(first) + 1);
      const close =
        stretch.length === 1 ? [`${round(end)},${round(y(last))}`] : [];
      return `M${round(x(first))},${height}L${[...line, ...close].join(
        'L',
      )}L${round(end)},${height}Z`;
    }),
    lowest: shown.reduce((a, b) => (b.used < a.used ? b : a)),
    highest: shown.reduce((a, b) => (b.used > a.used ? b : a)),
  };
}

function stretches(points: readonly QuotaPoint[]): QuotaPoint[][] {
  const steps = points
    .slice(1)
    .map((point, index) => Date.parse(point.at) - Date.parse(points[index].at));
  const usual = Math.min(...steps);
  const all: QuotaPoint[][] = [[points[0]]];
  points.slice(1).forEach((point, index) => {
    if (steps[index] > usual * GAP_STEPS) {
      all.push([point]);
    } else {
      all[all.length - 1].push(point);
    }
  });
  return all;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
