import { seededRandom } from '@lakefront/rest-client/testUtils';
import { readRunName, toRunName } from './runNames';

it.each([
  ['score', undefined, 'score'],
  ['nightly', '2026-11-22T03:00Z', 'nightly-20261122T0300Z'],
  ['a-20261122', '2026-01-01T00:05Z', 'a-20261122-20260101T0005Z'],
])('%s at %s is %s, and back', (name, at, runName) => {
  const scheduledAt = at ? new Date(at) : undefined;
  expect(toRunName({ name, scheduledAt })).toBe(runName);
  expect(readRunName(runName)).toEqual({
    name,
    ...(scheduledAt && { scheduledAt }),
  });
});

it.each([
  'nightly-20261322T0300Z',
  'nightly-20260231T0300Z',
  'nightly-20261122T2460Z',
  'nightly-20261122t0300z',
  'nightly-20261122T0300Z ',
  '-20261122T0300Z',
  '',
  'Run of orders (v1)',
])('%p is no scheduled one', name => {
  expect(readRunName(name)).toEqual({ name });
});

it('loses nothing of any name and minute', () => {
  const random = seededRandom(3);
  for (let n = 0; n < 500; n++) {
    const name = `s${random().toString(36).slice(2)}`;
    const scheduledAt = new Date(Math.floor(random() * 4e7) * 60_000);
    expect(readRunName(toRunName({ name, scheduledAt }))).toEqual({
      name,
      scheduledAt,
    });
  }
});
