import type { PodSummary } from '@lakefront/backstage-plugin-lakehouse-common';
import { podBars } from './podBars';

const at = (second: number) => new Date(second * 1000).toISOString();
const pod = (extra: Partial<PodSummary>): PodSummary => ({
  name: 'p',
  role: 'executor',
  phase: 'Running',
  restarts: 0,
  createdAt: at(0),
  ...extra,
});

describe('podBars', () => {
  it('puts the driver first and lays all over the same time', () => {
    const bars = podBars(
      [
        pod({ name: 'exec-10', createdAt: at(20), startedAt: at(40) }),
        pod({ name: 'exec-2', createdAt: at(20) }),
        pod({
          name: 'driver',
          role: 'driver',
          phase: 'Failed',
          startedAt: at(10),
          endedAt: at(100),
        }),
      ],
      100_000,
    );
    expect(bars.map(bar => bar.pod.name)).toEqual([
      'driver',
      'exec-2',
      'exec-10',
    ]);
    expect(bars[0]).toMatchObject({
      tone: 'bad',
      wait: { left: 0, width: 10 },
      run: { left: 10, width: 90 },
    });
    expect(bars[1].run).toBeUndefined();
    expect(bars[2]).toMatchObject({ run: { left: 40, width: 60 } });
  });

  it('stays within the strip where the cluster is ahead of the browser', () => {
    const [bar] = podBars(
      [pod({ createdAt: at(10), startedAt: at(14) })],
      // This clock is a little behind, or has not ticked yet.
      12_000,
    );
    expect(bar.wait).toEqual({ left: 0, width: 100 });
    expect(bar.run).toEqual({ left: 100, width: 0 });
  });

  it('is nothing without pods', () => {
    expect(podBars([], 0)).toEqual([]);
  });
});
