import { seededRandom } from './testUtils';
import { backoffMs, retryAfterMs } from './time';

const NOW = Date.UTC(2026, 0, 5, 8);

it.each([
  [null, undefined],
  [' ', undefined],
  ['soon', undefined],
  ['7', 7_000],
  ['0.5', 500],
  ['-3', 0],
  ['Mon, 05 Jan 2026 08:00:30 GMT', 30_000],
  ['Mon, 05 Jan 2026 07:00:00 GMT', 0],
])('Retry-After %j is %s ms', (header, ms) => {
  expect(retryAfterMs(header, NOW)).toBe(ms);
});

it('pauses twice as long each time, half of it at random, and never too long', () => {
  const random = seededRandom(1);
  for (let tried = 1; tried < 2_000; tried++) {
    const full = Math.min(5_000, 200 * 2 ** (tried - 1));
    const pause = backoffMs({
      ...{ tried, initialMs: 200, maxMs: 5_000, random: random() },
    });
    expect(pause).toBeGreaterThanOrEqual(full / 2);
    expect(pause).toBeLessThanOrEqual(full);
  }
});
