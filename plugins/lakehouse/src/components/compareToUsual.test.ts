import { compareToUsual } from './compareToUsual';

it.each([
  [0, 60, { width: 0, long: false }],
  [-5_000, 60, { width: 0, long: false }],
  [60_000, 60, { width: 50, long: false }],
  [89_000, 60, { width: 74, long: false }],
  [90_000, 60, { width: 75, long: true }],
  [600_000, 60, { width: 100, long: true }],
  [500, 0, { width: 25, long: false }],
])('%d ms against %d s', (milliseconds, medianSeconds, shown) => {
  expect(compareToUsual(milliseconds, { runs: 3, medianSeconds })).toEqual(
    shown,
  );
});
