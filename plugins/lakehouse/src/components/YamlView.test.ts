import { toYaml } from './YamlView';

it('begins a manifest as everybody writes it, whatever order it came in', () => {
  const text = toYaml({
    status: { state: 'live' },
    spec: { b: 1, a: 2 },
    metadata: { name: 'daily' },
    kind: 'Job',
    apiVersion: 'batch/v1',
  });
  expect(text.match(/^\w+/gm)).toEqual([
    'apiVersion',
    'kind',
    'metadata',
    'status',
    'spec',
  ]);
  expect(text).toContain('spec:\n  b: 1\n  a: 2\n');
});
