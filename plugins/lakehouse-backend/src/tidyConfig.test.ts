import { ConfigReader } from '@backstage/config';
import { readTidyConfig } from './tidyConfig';

const read = (tidy?: object) =>
  readTidyConfig(new ConfigReader(tidy ? { lakehouse: { tidy } } : {}));

const DAY_MS = 24 * 60 * 60_000;

it('is off where nothing is said', () => {
  expect(read()).toEqual({
    domains: [],
    suspendAfterMs: DAY_MS,
    removeAfterMs: 30 * DAY_MS,
    schedule: expect.objectContaining({ frequency: { hours: 6 } }),
  });
});

it('takes domains, days and when to look', () => {
  const schedule = {
    frequency: { cron: '0 6 * * 1' },
    timeout: { minutes: 10 },
  };
  expect(
    read({
      ...{ domains: ['sales'], suspendAfterDays: 2, removeAfterDays: 7 },
      schedule,
    }),
  ).toEqual({
    domains: ['sales'],
    suspendAfterMs: 2 * DAY_MS,
    removeAfterMs: 7 * DAY_MS,
    schedule,
  });
});

it.each([
  [
    { suspendAfterDays: 0 },
    /suspendAfterDays must be a number of days above 0/,
  ],
  [{ removeAfterDays: -1 }, /removeAfterDays must be a number of days above 0/],
  [{ removeAfterDays: 1 }, /removeAfterDays must be more than/],
])('refuses %p', (tidy, message) => {
  expect(() => read(tidy)).toThrow(message);
});
