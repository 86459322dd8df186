import { layoutUsage } from './layoutUsage';

const HOUR = 3_600_000;
const START = Date.parse('2026-01-01T00:00:00Z');
const box = { from: START, to: START + 10 * HOUR, width: 100, height: 20 };
const point = (hour: number, used: number, hard = 10) => ({
  at: new Date(START + hour * HOUR).toISOString(),
  used,
  hard,
});

describe('layoutUsage', () => {
  it('draws what was used over time, against what may be used', () => {
    expect(layoutUsage([point(0, 0), point(1, 5), point(2, 10)], box)).toEqual({
      areas: ['M0,20L0,20L10,10L20,0L20,20Z'],
      lowest: point(0, 0),
      highest: point(2, 10),
    });
  });

  it('draws nothing where nothing is known', () => {
    const layout = layoutUsage(
      [point(0, 5), point(1, 5), point(5, 5), point(6, 5), point(9, 5)],
      box,
    );
    expect(layout?.areas).toEqual([
      'M0,20L0,10L10,10L10,20Z',
      'M50,20L50,10L60,10L60,20Z',
      'M90,20L90,10L91,10L91,20Z',
    ]);
  });

  it('does not leave the box when more is used than allowed', () => {
    const layout = layoutUsage([point(0, 20), point(1, 0)], box);
    expect(layout?.areas).toEqual(['M0,20L0,0L10,20L10,20Z']);
  });

  it.each([[[]], [[point(1, 1)]], [[point(-2, 1), point(-1, 1), point(1, 1)]]])(
    'needs two points in its time: %j',
    points => {
      expect(layoutUsage(points, box)).toBeUndefined();
    },
  );

  it('draws a flat line where nothing is used and nothing may be', () => {
    expect(layoutUsage([point(0, 0, 0), point(1, 0, 0)], box)?.areas).toEqual([
      'M0,20L0,20L10,20L10,20Z',
    ]);
  });
});
