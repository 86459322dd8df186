import { gzipSync } from 'node:zlib';
import { readSteps } from '@lakefront/backstage-plugin-lakehouse-common';
import { runId, workflow } from '../__testUtils__/pipelineObjects';
import { nodesOf, packWorkflow, unpackWorkflow } from './packWorkflow';

const plain = () =>
  workflow('sales', 'features-abc', {
    ...{ runId: runId(1), tasks: { extract: 'Succeeded', load: 'Failed' } },
  });

/** The same, its nodes as Argo writes those of a large one. */
function withStatus(status: object) {
  const { nodes, ...rest } = plain().status as Record<string, unknown>;
  return { ...plain(), status: { ...rest, ...status } };
}

const compressed = (text: string) => gzipSync(text).toString('base64');

it('reads the same steps from compressed nodes as from plain ones', () => {
  const nodes = nodesOf(plain());
  const object = withStatus({
    compressedNodes: compressed(JSON.stringify(nodes)),
  });
  expect(nodesOf(object)).toEqual(nodes);
  const steps = readSteps(unpackWorkflow(packWorkflow(object)!));
  expect(steps.map(({ id, state }) => [id, state])).toEqual([
    ['extract', 'succeeded'],
    ['load', 'failed'],
  ]);
  expect(steps).toEqual(readSteps(plain()));
});

it.each([
  ['no base64 of gzip', { compressedNodes: 'bm90IGd6aXA=' }],
  ['no JSON', { compressedNodes: compressed('{') }],
  ['no nodes', { compressedNodes: compressed('[]') }],
  [
    'far more than Argo writes',
    { compressedNodes: compressed(`{"a":"${' '.repeat(33 * 1024 * 1024)}"}`) },
  ],
  ['kept elsewhere', { offloadNodeStatusVersion: 'fnv:1' }],
])('has no nodes where they are %s', (_, status) => {
  expect(packWorkflow(withStatus(status))).toBeUndefined();
});

it('has none yet of a Workflow that has just begun', () => {
  expect(nodesOf(withStatus({}))).toEqual({});
});
