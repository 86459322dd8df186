import type {
  CompiledPipeline,
  PipelineGraph,
  PipelineNode,
} from '@lakefront/backstage-plugin-lakehouse-common';

const GIB = 1024 ** 3;

/** A step that runs a container, with what a test does not care about filled in. */
export function nodeFixture(
  id: string,
  extra: Partial<PipelineNode> = {},
): PipelineNode {
  const [title, ...outer] = id.split('/').reverse();
  return {
    id,
    ...(outer.length > 0 && { parent: outer.reverse().join('/') }),
    type: 'step',
    title,
    image: 'registry.test/ml/features:1.4',
    resources: { cpu: 1, memory: 2 * GIB },
    caching: true,
    inputs: [],
    outputs: [],
    ...extra,
  };
}

const holds = { image: undefined, resources: undefined };

export const graphFixture: PipelineGraph = {
  nodes: [
    nodeFixture('extract', {
      inputs: [{ name: 'day', type: 'string', from: 'day' }],
      outputs: [
        { name: 'rows', type: 'artifact', artifactType: 'system.Dataset' },
      ],
    }),
    nodeFixture('check'),
    nodeFixture('if-good', {
      ...holds,
      type: 'condition',
      when: 'check.ok == true',
    }),
    nodeFixture('if-good/each-region', {
      ...holds,
      type: 'loop',
      loop: { over: 'regions', parallel: 2 },
    }),
    nodeFixture('if-good/each-region/fit', {
      image: 'registry.test/ml/train:2.0',
      resources: { cpu: 4, memory: 16 * GIB, gpu: 1 },
      retries: 2,
    }),
    nodeFixture('if-good/publish'),
    nodeFixture('report', { caching: false }),
  ],
  edges: [
    { from: 'extract', to: 'check', values: ['rows'] },
    { from: 'check', to: 'if-good', values: ['ok'] },
    { from: 'if-good', to: 'report', values: [], always: true },
  ],
};

export const compiledFixture: CompiledPipeline = {
  name: 'orders-features',
  title: 'Orders features',
  sdkVersion: 'kfp-2.14.0',
  graph: graphFixture,
  inputs: [
    { name: 'day', type: 'string', description: 'Which day to read' },
    {
      name: 'regions',
      type: 'list',
      optional: true,
      default: ['north', 'south'],
    },
  ],
  outputs: [],
  images: ['registry.test/ml/features:1.4', 'registry.test/ml/train:2.0'],
  footprint: { cpu: 8, memory: 26 * GIB, gpu: 1, pods: 5, parts: [] },
};
