import type { Fields } from '../facts/shapes';
import { artifactsTaken, takenLater } from './takenLater';

const executor = (name: string, got?: object): Fields => ({ name, got });
const driver = (name: string, inputs: object): Fields => ({
  name,
  inputs: { parameters: [{ name: 'task', value: JSON.stringify({ inputs }) }] },
});
const from = (producerTask: string, outputParameterKey: string) => ({
  taskOutputParameter: { producerTask, outputParameterKey },
});
const METRICS = {
  artifacts: [
    { type: { schemaTitle: 'system.Metrics' }, metadata: { accuracy: 0.9 } },
  ],
};
const taking = (inputs: object) => (inputs ? { inputs } : undefined);
const read = (nodes: Fields[], name: string) =>
  takenLater(
    nodes,
    nodes.find(node => node.name === name)!,
    ({ got }) => got as Fields | undefined,
  );

describe('what later steps took', () => {
  const nodes = [
    executor('run.root.fit.executor(1)', {}),
    driver('run.root.check-driver', {
      parameters: {
        score: from('fit', 'score'),
        other: from('extract', 'score'),
        part: {
          ...from('fit', 'rows'),
          parameterExpressionSelector: 'parseJson(string_value)["a"]',
        },
        later: from('fit', 'later'),
        day: { componentInputParameter: 'day' },
      },
      artifacts: {
        numbers: {
          taskOutputArtifact: {
            ...{ producerTask: 'fit', outputArtifactKey: 'metrics' },
          },
        },
      },
    }),
    executor(
      'run.root.check.executor',
      taking({
        parameterValues: { score: 0.9, other: 1, part: 2, day: 'x' },
        artifacts: { numbers: METRICS },
      }),
    ),
  ];

  it('is what the step gave, in whole, by the names of its outputs', () => {
    expect(read(nodes, 'run.root.fit.executor(1)')).toEqual({
      parameters: { score: 0.9 },
      artifacts: { metrics: METRICS },
    });
    expect(read(nodes, 'run.root.check.executor')).toEqual({
      ...{ parameters: {}, artifacts: {} },
    });
  });

  it('is told of all steps by where in the run they are', () => {
    const { got } = nodes[2];
    const twice = [
      ...nodes,
      { ...nodes[1], name: 'run.root.for-1(0:a).check-driver' },
      { name: 'run.root.for-1(0:a).check.executor', got },
    ];
    expect(artifactsTaken(twice, node => node.got as Fields)).toEqual([
      { step: 'root.fit', key: 'metrics', artifacts: METRICS },
      { step: 'root.for-1(0:a).fit', key: 'metrics', artifacts: METRICS },
    ]);
  });

  it('is nothing that a task of the same name in another round gave', () => {
    const elsewhere = [...nodes, executor('run.root.for-1(1:b).fit.executor')];
    expect(read(elsewhere, 'run.root.for-1(1:b).fit.executor')).toEqual({
      ...{ parameters: {}, artifacts: {} },
    });
  });

  it('is nothing where a driver or an executor tells nothing', () => {
    const bare = [
      executor('run.root.fit.executor', {}),
      executor('run.root.a.executor', { inputs: 3 }),
      { name: 'run.root.a-driver', inputs: { parameters: 'x' } },
      executor('run.root.b.executor'),
      driver('run.root.b-driver', { parameters: { x: from('fit', 'x') } }),
      driver('run.root.c-driver', { parameters: 7 }),
      executor('run.root.c.executor', {}),
      {},
    ];
    expect(read(bare, 'run.root.fit.executor')).toEqual({
      ...{ parameters: {}, artifacts: {} },
    });
  });
});
