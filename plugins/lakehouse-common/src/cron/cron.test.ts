import fc from 'fast-check';
import { cronProblem, cronWords, withoutSeconds } from './cronWords';
import { nextTimes } from './nextTimes';
import { parseCron } from './parseCron';
import { offsetAt, timeZoneProblem } from './timeZone';

const at = (time: string) => new Date(time);

describe('parseCron', () => {
  it.each<
    [string, Partial<Record<keyof ReturnType<typeof parseCron>, unknown>>]
  >([
    ['0 3 * * *', { minutes: [0], hours: [3], eitherDay: false }],
    ['5/10 * * * *', { minutes: [5, 15, 25, 35, 45, 55] }],
    ['*/20 * * * *', { minutes: [0, 20, 40] }],
    ['1-5/2,7 * * * *', { minutes: [1, 3, 5, 7] }],
    ['0 0 ? * MON-fri', { weekdays: [1, 2, 3, 4, 5], eitherDay: false }],
    ['0 0 1 jan,Jul *', { months: [1, 7] }],
    ['0 0 1 * 1', { eitherDay: true }],
    // One with a step names days, so that either is enough.
    ['0 0 */2 * 1', { eitherDay: true }],
    ['0 0 */1 * 1', { eitherDay: false }],
    ['@daily', { minutes: [0], hours: [0], eitherDay: false }],
    ['  0   3 * *  * ', { hours: [3] }],
  ])('reads %s', (cron, expected) => {
    const times = parseCron(cron);
    for (const [key, value] of Object.entries(expected)) {
      const is = times[key as keyof typeof times];
      expect(is instanceof Set ? [...is] : is).toEqual(value);
    }
  });

  it.each([
    ['', /needed/],
    ['0 3 * *', /4 fields; five are needed/],
    ['0 0 3 * * *', /6 fields/],
    ['60 * * * *', /minute "60" is outside of 0 to 59/],
    ['* 24 * * *', /hour "24"/],
    ['* * 0 * *', /day of the month "0"/],
    ['* * 32 * *', /day of the month/],
    ['* * * 13 *', /month "13"/],
    // As Kubernetes has it, and other crons don't.
    ['0 0 * * 7', /day of the week "7" is outside of 0 to 6/],
    ['0 0 L * *', /no number/],
    ['0 0 * * 1#2', /no number/],
    ['5-1 * * * *', /ends before/],
    ['*/0 * * * *', /step/],
    ['*/x * * * *', /step/],
    ['1/2/3 * * * *', /too many/],
    ['1-2-3 * * * *', /too many/],
    ['-1 * * * *', /no number/],
    [',1 * * * *', /no number/],
    ['@reboot', /not known/],
    ['@every 1h', /not known/],
    ['CRON_TZ=Asia/Tokyo 0 3 * * *', /time zone/],
    ['TZ=UTC 0 3 * * *', /time zone/],
  ])('refuses %s', (cron, message) => {
    expect(cronProblem(cron)).toMatch(message);
  });

  it('never says anything but a sentence of what it is given', () => {
    fc.assert(
      fc.property(fc.string(), cron => {
        const problem = cronProblem(cron);
        expect(problem === undefined || problem.length > 0).toBe(true);
      }),
    );
    expect(cronProblem(3)).toMatch(/needed/);
  });
});

describe('nextTimes', () => {
  const berlin = 'Europe/Berlin';

  it.each<[string, string, string, string[]]>([
    [
      '0 3 * * *',
      'UTC',
      '2026-11-22T02:59:59Z',
      ['2026-11-22T03:00:00Z', '2026-11-23T03:00:00Z'],
    ],
    // What is due now was due: the next is the one after.
    ['0 3 * * *', 'UTC', '2026-11-22T03:00:00Z', ['2026-11-23T03:00:00Z']],
    ['0 3 * * *', berlin, '2026-11-22T00:00:00Z', ['2026-11-22T02:00:00Z']],
    // The clock jumps from 2 to 3: that day has no half past two.
    ['30 2 * * *', berlin, '2027-03-27T12:00:00Z', ['2027-03-29T00:30:00Z']],
    ['0 2 * * *', berlin, '2027-03-27T12:00:00Z', ['2027-03-29T00:00:00Z']],
    ['0 3 * * *', berlin, '2027-03-27T12:00:00Z', ['2027-03-28T01:00:00Z']],
    // It jumps back from 3 to 2: half past two is there twice.
    [
      '30 2 * * *',
      berlin,
      '2027-10-30T12:00:00Z',
      ['2027-10-31T00:30:00Z', '2027-10-31T01:30:00Z', '2027-11-01T01:30:00Z'],
    ],
    // Half an hour only.
    [
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-03T00:00:00Z',
      ['2026-10-04T15:15:00Z'],
    ],
    // Midnight itself is left out.
    [
      '0 0 * * *',
      'America/Santiago',
      '2026-09-05T12:00:00Z',
      ['2026-09-07T03:00:00Z'],
    ],
    // A day that was never there.
    [
      '0 12 30 12 *',
      'Pacific/Apia',
      '2011-12-01T00:00:00Z',
      ['2012-12-29T22:00:00Z'],
    ],
    ['0 0 29 2 *', 'UTC', '2026-11-22T00:00:00Z', ['2028-02-29T00:00:00Z']],
    [
      '0 0 13 * 5',
      'UTC',
      '2026-11-22T00:00:00Z',
      ['2026-11-27T00:00:00Z', '2026-12-04T00:00:00Z'],
    ],
    ['0 0 31 2 *', 'UTC', '2026-11-22T00:00:00Z', []],
    [
      '@hourly',
      'Asia/Kathmandu',
      '2026-11-22T00:00:00Z',
      ['2026-11-22T00:15:00Z'],
    ],
  ])('%s in %s after %s', (cron, zone, from, expected) => {
    expect(
      nextTimes(cron, zone, at(from), Math.max(1, expected.length)),
    ).toEqual(expected);
  });

  it('refuses what is no time zone', () => {
    expect(() =>
      nextTimes('0 3 * * *', 'Mars/Base', at('2026-11-22'), 1),
    ).toThrow('is no time zone');
  });

  it('gives each in order, with the clock as it was asked for, and none between', () => {
    const zone = fc.constantFrom(
      ...['UTC', berlin, 'America/St_Johns', 'Asia/Tokyo', 'America/Santiago'],
    );
    const fields = fc.tuple(
      fc.integer({ min: 0, max: 59 }),
      fc.integer({ min: 0, max: 23 }),
    );
    const from = fc.date({
      min: at('2026-01-01'),
      max: at('2030-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(zone, fields, from, (where, [minute, hour], start) => {
        const found = nextTimes(`${minute} ${hour} * * *`, where, start, 4).map(
          time => Date.parse(time),
        );
        expect(found).toHaveLength(4);
        expect([...found].sort((a, b) => a - b)).toEqual(found);
        expect(found[0]).toBeGreaterThan(start.getTime());
        for (const one of found) {
          const clock = new Date(one + offsetAt(where, one));
          expect([clock.getUTCMinutes(), clock.getUTCHours()]).toEqual([
            minute,
            hour,
          ]);
        }
        // No minute between has that time.
        for (let time = found[0] + 60_000; time < found[1]; time += 60_000) {
          const clock = new Date(time + offsetAt(where, time));
          const isIt =
            clock.getUTCMinutes() === minute && clock.getUTCHours() === hour;
          expect(isIt).toBe(false);
        }
      }),
      { numRuns: 8 },
    );
  });
});

describe('words', () => {
  it.each([
    ['0 3 * * *', 'Europe/Berlin', 'At 03:00 AM, Europe/Berlin'],
    ['@daily', 'UTC', 'At 12:00 AM, UTC'],
    ['0 0 ? * 1', undefined, 'At 12:00 AM, only on Monday'],
    ['every day', 'UTC', 'every day, UTC'],
    ['0 0 * * 7', undefined, '0 0 * * 7'],
  ])('%s in %s', (cron, zone, expected) => {
    expect(cronWords(cron, zone)).toBe(expected);
  });

  it.each([
    ['0 0 3 * * *', '0 3 * * *'],
    ['1 * * * * *', undefined],
    ['0 3 * * *', undefined],
    ['', undefined],
  ])('of KFP %s is %s', (six, five) => {
    expect(withoutSeconds(six)).toBe(five);
  });
});

describe('timeZoneProblem', () => {
  it.each([
    'UTC',
    'Europe/Berlin',
    'America/Argentina/Buenos_Aires',
    'Etc/GMT+5',
  ])('takes %s', zone => expect(timeZoneProblem(zone)).toBeUndefined());

  it.each([
    '',
    'Local',
    'europe/berlin',
    'CET5',
    'Europe/Nowhere',
    '+02:00',
    '../etc',
  ])('refuses %s', zone =>
    expect(timeZoneProblem(zone)).toMatch(/no time zone/),
  );
});
