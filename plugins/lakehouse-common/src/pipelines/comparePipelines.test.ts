import { readFileSync } from 'fs';
import path from 'path';
import type { PipelineNode } from '../types';
import { comparePipelines } from './comparePipelines';
import { parsePipeline } from './parsePipeline';

const text = readFileSync(
  path.resolve(
    __dirname,
    '../../../../test/fixtures/pipelines/orders-features.yaml',
  ),
  'utf8',
);
const before = parsePipeline(text).compiled;

it('tells values that changed, by their place', () => {
  const after = parsePipeline(
    text
      .replaceAll('sales/features:1.4.0', 'sales/features:1.5.0')
      .replace('resourceMemoryRequest: 4Gi', 'resourceMemoryRequest: 8Gi')
      .replace('parallelismLimit: 2', 'parallelismLimit: 3')
      .replace('defaultValue: 1000.0', 'defaultValue: 500.0'),
  ).compiled;
  const { nodes, edges, inputs } = comparePipelines(before, after);
  expect(nodes.find(({ id }) => id === 'for-loop-2/build-features')).toEqual({
    id: 'for-loop-2/build-features',
    title: 'build-features',
    change: 'changed',
    values: [
      {
        path: 'image',
        before: 'registry.example.com/sales/features:1.4.0',
        after: 'registry.example.com/sales/features:1.5.0',
      },
      { path: 'resources.memory', before: 4 * 1024 ** 3, after: 8 * 1024 ** 3 },
    ],
  });
  expect(nodes.find(({ id }) => id === 'for-loop-2')?.values).toEqual([
    { path: 'loop.parallel', before: 2, after: 3 },
  ]);
  expect(edges).toEqual([]);
  expect(inputs).toMatchObject([
    { name: 'limit', before: { default: 1000 }, after: { default: 500 } },
  ]);
});

it('tells steps, edges and inputs that came and went', () => {
  const step: PipelineNode = {
    ...before.graph.nodes[0],
    id: 'audit',
    title: 'audit',
  };
  const after = {
    ...before,
    graph: {
      nodes: [
        ...before.graph.nodes.filter(({ id }) => id !== 'write-report'),
        step,
      ],
      edges: [
        ...before.graph.edges.filter(({ to }) => to !== 'write-report'),
        { from: 'join-features', to: 'audit', values: [] },
      ],
    },
    inputs: [
      ...before.inputs.slice(1),
      { name: 'to', type: 'string' as const },
    ],
  };
  const { nodes, edges, inputs } = comparePipelines(before, after);
  expect(nodes).toEqual([
    { id: 'audit', title: 'audit', change: 'added', values: [] },
    {
      id: 'write-report',
      title: 'write-report',
      change: 'removed',
      values: [],
    },
  ]);
  expect(edges).toContainEqual({
    from: 'join-features',
    to: 'audit',
    change: 'added',
  });
  expect(edges.filter(({ change }) => change === 'removed')).toHaveLength(3);
  expect(inputs).toEqual([
    { name: 'day', before: { type: 'string' } },
    { name: 'to', after: { type: 'string' } },
  ]);
});

it('takes what only stands elsewhere in a list of names as the same', () => {
  const node = before.graph.nodes[0];
  const turned = {
    ...before,
    graph: {
      ...before.graph,
      nodes: [
        { ...node, inputs: [...node.inputs].reverse() },
        ...before.graph.nodes.slice(1),
      ],
    },
  };
  expect(comparePipelines(before, turned).nodes).toEqual([]);
});
