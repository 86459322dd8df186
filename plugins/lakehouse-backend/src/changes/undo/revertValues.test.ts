import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import { revertValues } from './revertValues';

const object = (spec: unknown): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Job',
  metadata: { name: 'a' },
  spec,
});

const revert = (specs: {
  before: unknown;
  asked: unknown;
  left?: unknown;
  now: unknown;
}) => {
  const { before, asked, left = asked, now } = specs;
  const found = revertValues({
    before: object(before),
    asked: object(asked),
    left: object(left),
    now: object(now),
  });
  return { spec: found.object.spec, conflicts: found.conflicts };
};

it.each<[string, Parameters<typeof revert>[0], unknown, string[]]>([
  [
    'puts a value back, and leaves the others as they are now',
    { before: { a: 1, b: 1 }, asked: { a: 2, b: 1 }, now: { a: 2, b: 5 } },
    { a: 1, b: 5 },
    [],
  ],
  [
    'takes out what was added, and adds what was taken out',
    { before: { a: 1 }, asked: { b: 1 }, now: { b: 1, c: 1 } },
    { c: 1, a: 1 },
    [],
  ],
  [
    'does not take out what was added to since',
    { before: {}, asked: { m: { x: 1 } }, now: { m: { x: 1, y: 2 } } },
    { m: { x: 1, y: 2 } },
    ['spec.m'],
  ],
  [
    'does not put back what was changed again',
    { before: { m: { a: 1 } }, asked: { m: { a: 2 } }, now: { m: { a: 3 } } },
    { m: { a: 3 } },
    ['spec.m.a'],
  ],
  [
    'does not make again what was taken out since',
    { before: { m: { a: 1 } }, asked: { m: { a: 2 } }, now: {} },
    {},
    ['spec.m.a'],
  ],
  [
    'is content with what is as it was',
    { before: { a: 1 }, asked: { a: 2 }, now: { a: 1, b: 2 } },
    { a: 1, b: 2 },
    [],
  ],
  [
    'takes a list as one value',
    { before: { l: [1] }, asked: { l: [1, 2] }, now: { l: [1, 2, 3] } },
    { l: [1, 2, 3] },
    ['spec.l'],
  ],
  [
    'takes what was merged for what the change left',
    { before: { a: 1 }, asked: { a: 2 }, left: { a: 3 }, now: { a: 3 } },
    { a: 1 },
    [],
  ],
  [
    'knows no inherited keys',
    {
      before: JSON.parse('{"__proto__":{"a":1}}'),
      asked: {},
      now: { constructor: 1 },
    },
    JSON.parse('{"constructor":1,"__proto__":{"a":1}}'),
    [],
  ],
])('%s', (_, specs, spec, conflicts) => {
  expect(revert(specs)).toEqual({ spec, conflicts });
});
