import { withoutDefaults } from './withoutDefaults';

const schema = {
  properties: {
    mode: { default: 'cluster' },
    needed: { default: 'x' },
    ports: { items: { properties: { protocol: { default: 'TCP' } } } },
    nested: { properties: { on: { default: false } }, default: {} },
    map: { additionalProperties: { properties: { n: { default: 1 } } } },
    list: { default: [1, 2] },
  },
  required: ['needed'],
};

it.each<[string, unknown, unknown]>([
  ['what is as the schema has it', { mode: 'cluster', a: 1 }, { a: 1 }],
  ['not what differs', { mode: 'client' }, { mode: 'client' }],
  ['not what the schema requires', { needed: 'x' }, { needed: 'x' }],
  [
    'items of lists',
    { ports: [{ port: 1, protocol: 'TCP' }, { protocol: 'UDP' }] },
    { ports: [{ port: 1 }, { protocol: 'UDP' }] },
  ],
  ['deep down', { nested: { on: false, a: 1 } }, { nested: { a: 1 } }],
  [
    'in maps of any key',
    { map: { a: { n: 1, m: 2 } } },
    { map: { a: { m: 2 } } },
  ],
  ['lists as a whole', { list: [1, 2] }, {}],
  ['nulls', { a: null, b: { c: null } }, { b: {} }],
])('leaves out %s', (_, value, expected) => {
  expect(withoutDefaults(value, schema)).toEqual(expected);
});

it('leaves a value as it is where no schema is published', () => {
  const value = { mode: 'cluster', constructor: 1, list: [{ a: 1 }] };
  expect(withoutDefaults(value, undefined)).toEqual(value);
});
