import { formatDuration, formatRelative } from './formatTime';

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [-5, '0 s'],
    [31_000, '31 s'],
    [400_000, '6 min 40 s'],
    [480_000, '8 min'],
    [3_600_000 * 25 + 61_000, '1 d 1 h'],
    [3_600_000 * 48 + 120_000, '2 d'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe('formatRelative', () => {
  const now = Date.parse('2026-01-02T12:00:00Z');
  it.each([
    ['2026-01-02T11:59:58Z', 'just now'],
    ['2026-01-02T12:00:03Z', 'just now'],
    ['2026-01-02T11:59:20Z', '40 s ago'],
    ['2026-01-02T11:48:00Z', '12 min ago'],
    ['2026-01-02T09:00:00Z', '3 h ago'],
    ['2025-12-31T12:00:00Z', '2 d ago'],
    ['2026-01-02T12:10:00Z', 'in 10 min'],
    ['never', 'at an unknown time'],
  ])('%s is %s', (iso, text) => {
    expect(formatRelative(iso, now)).toBe(text);
  });
});
