import { splitName } from './splitName';

it.each([
  ['features-20261122t0300z', 'features', '-20261122t0300z'],
  ['features-7-2026-01-05t03:00:00z', 'features', '-7-2026-01-05t03:00:00z'],
  ['run of features (3fa9b)', 'run of features (3fa9b)', ''],
  ['20261122', '', '20261122'],
  ['', '', ''],
])('splits %s', (name, stem, tail) => {
  expect(splitName(name)).toEqual({ stem, tail });
});
