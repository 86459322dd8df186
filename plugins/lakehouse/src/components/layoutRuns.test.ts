import type { PlacedRun } from '../api';
import { layoutRuns, ticks } from './layoutRuns';

const from = Date.parse('2026-01-02T00:00:00Z');
const to = from + 24 * 3_600_000;
const run = (hour: number): PlacedRun => ({
  kubernetesCluster: 'west',
  domain: 'sales',
  namespace: 'dom-sales',
  kind: 'spark-application',
  name: `job-${hour}`,
  startedAt: new Date(from + hour * 3_600_000).toISOString(),
  state: 'succeeded',
});

describe('layoutRuns', () => {
  it('places runs by start and gives neighbours lanes of their own', () => {
    const marks = layoutRuns(
      [run(12), run(6), run(12.01), run(12.02), run(30), run(-1)],
      { from, to },
      { lanes: 2, markWidth: 0.01 },
    );
    expect(marks.map(mark => [mark.run.name, mark.lane])).toEqual([
      ['job-6', 0],
      ['job-12', 0],
      ['job-12.01', 1],
      ['job-12.02', 0],
    ]);
    expect(marks[0].x).toBe(0.25);
  });

  it.each([1, 3, 24, 24 * 7])('has few round ticks over %d h', hours => {
    const at = ticks({ from, to: from + hours * 3_600_000 });
    expect(at.length).toBeGreaterThan(1);
    expect(at.length).toBeLessThanOrEqual(8);
  });
});
