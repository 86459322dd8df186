import { readdirSync, readFileSync } from 'fs';
import path from 'path';
import type { CompiledPipeline, PipelineNode } from '../types';
import { parsePipeline } from './parsePipeline';
import { readCompiledPipeline } from './readCompiledPipeline';

// What the real compiler made: see test/fixtures/pipelines/README.md.

const DIRECTORY = path.resolve(
  __dirname,
  '../../../../test/fixtures/pipelines',
);
const GIB = 1024 ** 3;

const read = (name: string) =>
  parsePipeline(readFileSync(path.join(DIRECTORY, `${name}.yaml`), 'utf8'));

/** A node in a line: what it is, where, and when. */
const line = ({ id, type, when, loop, retries }: PipelineNode) =>
  [
    `${type} ${id}`,
    when && `when ${when}`,
    loop && `over ${loop.over}`,
    loop?.parallel && `at most ${loop.parallel}`,
    retries && `retries ${retries}`,
  ]
    .filter(Boolean)
    .join(', ');

const lines = ({ graph }: CompiledPipeline) => graph.nodes.map(line);

const arrows = ({ graph }: CompiledPipeline) =>
  graph.edges.map(
    ({ from, to, values, always }) =>
      `${from} -> ${to} [${values}]${always ? ' always' : ''}`,
  );

const origins = ({ graph }: CompiledPipeline, id: string) =>
  Object.fromEntries(
    (graph.nodes.find(node => node.id === id)?.inputs ?? []).map(
      ({ name, from }) => [name, from],
    ),
  );

const graphs: Array<[string, string[], string[]]> = [
  [
    'orders-features',
    [
      'step extract-orders',
      'step check-quality',
      'step clean-orders, retries 2',
      'loop for-loop-2, over ["eu", "us", "apac"], at most 2',
      'step for-loop-2/build-features',
      'step join-features',
      'step compare-with-last',
      'condition condition-3, when compare-with-last.changed == true',
      'step condition-3/publish-features',
      'step write-report',
    ],
    [
      'extract-orders -> check-quality [orders]',
      'extract-orders -> clean-orders [orders]',
      'join-features -> compare-with-last [features]',
      'compare-with-last -> condition-3 [changed]',
      'join-features -> condition-3 [features]',
      'clean-orders -> for-loop-2 [cleaned]',
      'for-loop-2 -> join-features [build-features-count]',
      'check-quality -> write-report [report]',
      'compare-with-last -> write-report []',
      'extract-orders -> write-report [rows]',
    ],
  ],
  [
    'parallel-for',
    [
      'loop for-loop-2, over [{"region": "eu", "shops": 12}, {"region": "us", "shops": 30}]',
      'loop for-loop-2/for-loop-3, over numbers, at most 4',
      'step for-loop-2/for-loop-3/measure',
      'step for-loop-2/use',
      'step list-regions',
      'loop for-loop-4, over list-regions.regions, at most 1',
      'step for-loop-4/use-2',
    ],
    ['list-regions -> for-loop-4 [regions]'],
  ],
  [
    'conditions',
    [
      'step measure',
      'group condition-branches-1',
      'condition condition-branches-1/condition-2, when int(measure.measured) > 100',
      'step condition-branches-1/condition-2/make',
      'condition condition-branches-1/condition-3, when !(int(measure.measured) > 100) && int(measure.measured) > 10',
      'step condition-branches-1/condition-3/make-2',
      "condition condition-branches-1/condition-3/condition-4, when mode == 'fast'",
      'step condition-branches-1/condition-3/condition-4/use',
      'condition condition-branches-1/condition-5, when !(int(measure.measured) > 100) && !(int(measure.measured) > 10)',
      'step condition-branches-1/condition-5/make-3',
      'step use-2',
    ],
    [
      'condition-branches-1/condition-3/make-2 -> condition-branches-1/condition-3/condition-4 [made]',
      'measure -> condition-branches-1 [measured]',
      'condition-branches-1 -> use-2 [condition-branches-1-oneof-1]',
    ],
  ],
  [
    'exit-handler',
    [
      'exit-handler exit-handler-1',
      'step exit-handler-1/make',
      'step exit-handler-1/measure',
      'step exit-handler-1/use',
      'step clean-up',
    ],
    [
      'exit-handler-1/make -> exit-handler-1/measure [] always',
      'exit-handler-1/make -> exit-handler-1/use [made]',
      'exit-handler-1 -> clean-up [] always',
    ],
  ],
  [
    'nested',
    [
      'group greet',
      'group greet/say',
      'step greet/say/make',
      'step greet/use-2',
      'step greet/use',
      'group say',
      'step say/make',
    ],
    ['greet/say -> greet/use [Output]', 'greet -> say []'],
  ],
  [
    'importer',
    ['importer importer', 'step fit'],
    ['importer -> fit [artifact]'],
  ],
  ['gpu', ['step make', 'step measure', 'step use'], []],
  ['caching-off', ['step make', 'step use'], ['make -> use [made]']],
  [
    'retries',
    [
      'step make, retries 3',
      'group again, retries 1',
      'step again/use, retries 1',
    ],
    ['make -> again [made]'],
  ],
  ['inputs', ['step take'], []],
  ['node-selector', ['step use'], []],
];

it('has every pipeline that was compiled', () => {
  const compiled = readdirSync(DIRECTORY)
    .filter(file => file.endsWith('.yaml'))
    .map(file => path.basename(file, '.yaml'));
  expect(graphs.map(([name]) => name).sort()).toEqual(compiled.sort());
});

describe.each(graphs)('%s', (name, nodes, edges) => {
  it('has its graph', () => {
    const { compiled } = read(name);
    expect(compiled.name).toBe(name);
    expect(compiled.sdkVersion).toBe('kfp-2.17.0');
    expect(lines(compiled)).toEqual(nodes);
    expect(arrows(compiled)).toEqual(edges);
  });

  it('is read from its object as from its text', () => {
    const { spec, platform, compiled } = read(name);
    const copy = JSON.parse(JSON.stringify({ spec, platform }));
    expect(readCompiledPipeline(copy.spec, copy.platform)).toEqual(compiled);
  });
});

it('tells where values come from, through groups and rounds', () => {
  expect(
    origins(read('orders-features').compiled, 'for-loop-2/build-features'),
  ).toEqual({
    cleaned: 'clean-orders.cleaned',
    region: 'for-loop-2.item',
    fail_at: 'fail_at',
  });
  const loops = read('parallel-for').compiled;
  expect(origins(loops, 'for-loop-2/use')).toEqual({
    text: 'for-loop-2.item["region"]',
  });
  expect(origins(loops, 'for-loop-4/use-2')).toEqual({
    text: 'each region.item',
  });
  expect(origins(read('nested').compiled, 'greet/say/make')).toEqual({
    text: 'hello',
  });
  expect(origins(read('exit-handler').compiled, 'clean-up')).toEqual({
    who: 'who',
    status: 'exit-handler-1 (how it ended)',
  });
});

it('tells inputs with types and defaults', () => {
  const { inputs, description, title } = read('inputs').compiled;
  expect(inputs).toEqual([
    { name: 'day', type: 'string', description: 'The day, as 2026-01-31.' },
    { name: 'dry', type: 'boolean', optional: true, default: false },
    {
      name: 'limit',
      type: 'integer',
      description: 'How many rows at most.',
      optional: true,
      default: 10,
    },
    { name: 'mode', type: 'string', optional: true, default: 'fast' },
    { name: 'note', type: 'string', optional: true },
    { name: 'options', type: 'struct', optional: true, default: { depth: 2 } },
    { name: 'share', type: 'number', optional: true, default: 0.5 },
    {
      name: 'tables',
      type: 'list',
      optional: true,
      default: ['orders', 'customers'],
    },
  ]);
  expect(description).toBe('Takes <b>everything</b> & {{says}} so');
  expect(title).toBeUndefined();
  expect(read('importer').compiled.title).toBe('Fit on what is there');
});

it('tells images, sizes and caching', () => {
  const gpu = read('gpu').compiled;
  expect(gpu.images).toEqual(['registry.example.com/team/steps:1.0.0']);
  expect(gpu.graph.nodes.map(({ resources }) => resources)).toEqual([
    { cpu: 4, memory: 16e9, gpu: 2, gpuType: 'nvidia.com/gpu' },
    // What a parameter fills in is not known before a run.
    undefined,
    { cpu: 0.25, memory: GIB / 4 },
  ]);
  expect(
    read('caching-off').compiled.graph.nodes.map(({ caching }) => caching),
  ).toEqual([true, false]);
});

it('keeps the platform document', () => {
  expect(read('node-selector').platform).toMatchObject({
    platforms: { kubernetes: { deploymentSpec: { executors: {} } } },
  });
});

it('counts a pod for each step, and for each round that can run at once', () => {
  const { footprint } = read('orders-features').compiled;
  expect(footprint).toMatchObject({ cpu: 4.35, gpu: 0, pods: 9 });
  expect(footprint.memory).toBe(14.75 * GIB);
  const counts = ({ compiled }: { compiled: CompiledPipeline }) =>
    Object.fromEntries(
      compiled.footprint.parts.map(({ role, count, minCount }) => [
        role,
        [count, minCount],
      ]),
    );
  expect(counts(read('orders-features'))).toMatchObject({
    // Three regions, two at once; the largest that runs for sure is clean-orders.
    'for-loop-2/build-features': [2, 0],
    'clean-orders': [1, 1],
    'condition-3/publish-features': [1, 0],
  });
  expect(counts(read('parallel-for'))).toEqual({
    // Two shops, and of each as many numbers as may be.
    'for-loop-2/for-loop-3/measure': [8, 0],
    'for-loop-2/use': [2, 0],
    'list-regions': [1, 1],
    'for-loop-4/use-2': [1, 0],
  });
  // What is read from elsewhere has no pod of the pipeline's.
  expect(counts(read('importer'))).toEqual({ fit: [1, 1] });
});
