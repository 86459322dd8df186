import { isDue, parseCron } from './cron';

const at = (text: string) => Date.parse(text);

it.each([
  ['0 3 * * *', '2026-03-02T03:00:00Z', true],
  ['0 3 * * *', '2026-03-02T03:01:00Z', false],
  ['*/15 8-18 * * 1-5', '2026-03-02T08:45:00Z', true],
  ['*/15 8-18 * * 1-5', '2026-03-01T08:45:00Z', false],
  ['0 0 1 jan,jul *', '2026-07-01T00:00:00Z', true],
  ['0 0 * * 7', '2026-03-01T00:00:00Z', true],
  ['0 0 13 * fri', '2026-03-06T00:00:00Z', true],
  ['0 0 13 * fri', '2026-03-13T00:00:00Z', true],
  ['0 0 13 * fri', '2026-03-12T00:00:00Z', false],
  ['@hourly', '2026-03-12T05:00:00Z', true],
])('%s at %s: %s', (text, time, expected) => {
  expect(isDue(parseCron(text)!, at(time))).toBe(expected);
});

it('knows the time of a zone, in winter and in summer', () => {
  const cron = parseCron('0 3 * * *')!;
  const due = (time: string) => isDue(cron, at(time), 'Europe/Berlin');
  expect(due('2026-01-10T02:00:00Z')).toBe(true);
  expect(due('2026-07-10T01:00:00Z')).toBe(true);
  expect(due('2026-07-10T02:00:00Z')).toBe(false);
});

it.each([
  '',
  '* * * *',
  '60 * * * *',
  '* * * foo *',
  '*/0 * * * *',
  '5-1 * * * *',
])('is no schedule: %p', text => {
  expect(parseCron(text)).toBeUndefined();
});
