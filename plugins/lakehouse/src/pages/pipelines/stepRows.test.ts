import type { PipelineStepRun } from '@lakefront/backstage-plugin-lakehouse-common';
import {
  graphFixture,
  nodeFixture,
  runFixture,
  stepsFixture,
} from '../../__testUtils__/kubeflow';
import { chosenRow, stepBars, stepKey, stepRows } from './stepRows';

const detail = { graph: graphFixture, steps: stepsFixture, run: runFixture() };
const keys = (rows: ReturnType<typeof stepRows>) => rows.map(({ key }) => key);
const step = (id: string, extra: Partial<PipelineStepRun> = {}) => ({
  ...{ id, stateDetail: '', retries: 0, state: 'running' as const },
  ...extra,
});

describe('stepRows', () => {
  it('lists each step and round in the order of the graph', () => {
    const rows = stepRows(detail);
    expect(keys(rows)).toEqual([
      'extract',
      'check',
      'if-good',
      'if-good/each-region',
      'if-good/each-region/fit 0',
      'if-good/each-region/fit 1',
      'if-good/publish',
      'report',
    ]);
    expect(rows[5]).toMatchObject({
      title: 'fit, round 2',
      depth: 2,
      state: 'failed',
    });
  });

  it('puts what waits after what it waits for, however the graph lists them', () => {
    const graph = {
      nodes: [nodeFixture('last'), nodeFixture('first'), nodeFixture('middle')],
      edges: [
        { from: 'first', to: 'middle', values: [] },
        { from: 'middle', to: 'last', values: [] },
      ],
    };
    expect(keys(stepRows({ ...detail, graph, steps: [] }))).toEqual([
      'first',
      'middle',
      'last',
    ]);
  });

  it('lists all of a graph that goes in a circle', () => {
    const graph = {
      nodes: [nodeFixture('a'), nodeFixture('b')],
      edges: [
        { from: 'a', to: 'b', values: [] },
        { from: 'b', to: 'a', values: [] },
      ],
    };
    expect(keys(stepRows({ ...detail, graph, steps: [] }))).toEqual(['a', 'b']);
  });

  it.each([
    ['running' as const, 'pending'],
    ['failed' as const, 'skipped'],
  ])('says of a step of a %s run without a word that it is %s', (state, is) => {
    const rows = stepRows({ ...detail, steps: [], run: runFixture({ state }) });
    expect(rows[0].state).toBe(is);
  });

  it('lists steps without a graph, and those that the graph does not know', () => {
    expect(keys(stepRows({ ...detail, graph: null }))).toHaveLength(8);
    const rows = stepRows({ ...detail, steps: [step('left/over')] });
    expect(rows[rows.length - 1]).toMatchObject({ title: 'over', depth: 1 });
  });

  it('orders rounds by number, not as text', () => {
    const rounds = [10, 2, 1].map(round =>
      step('if-good/each-region/fit', { iteration: [round] }),
    );
    expect(
      stepRows({ ...detail, steps: rounds })
        .filter(row => row.iteration)
        .map(({ iteration }) => iteration),
    ).toEqual([[1], [2], [10]]);
  });
});

describe('chosenRow', () => {
  const rows = stepRows(detail);
  it.each([
    [undefined, 'if-good/each-region/fit 1'],
    [{ id: 'check' }, 'check'],
    [{ id: 'if-good/each-region/fit' }, 'if-good/each-region/fit 1'],
    [
      { id: 'if-good/each-region/fit', iteration: [0] },
      'if-good/each-region/fit 0',
    ],
    [{ id: 'gone' }, 'if-good/each-region/fit 1'],
  ])('of %j is %s', (choice, key) => {
    expect(chosenRow(rows, choice)?.key).toBe(key);
  });

  it('is what runs, else what ended last, where nothing failed', () => {
    const ofSteps = (steps: PipelineStepRun[]) =>
      chosenRow(
        stepRows({ ...detail, steps, run: runFixture({ state: 'running' }) }),
        undefined,
      )?.key;
    const ended = (id: string, endedAt: string) =>
      step(id, { state: 'succeeded', endedAt });
    const both = [
      ended('extract', '2026-01-02T10:01:00Z'),
      ended('check', '2026-01-02T10:00:00Z'),
    ];
    expect(ofSteps([...both, step('report')])).toBe('report');
    expect(ofSteps(both)).toBe('extract');
    expect(ofSteps([])).toBe('extract');
  });
});

it('lays steps over the time of the run, the running one to now', () => {
  const rows = stepRows({
    ...detail,
    steps: [
      step('extract', {
        state: 'succeeded',
        startedAt: '2026-01-02T10:00:00Z',
        endedAt: '2026-01-02T10:01:00Z',
      }),
      step('check', { startedAt: '2026-01-02T10:01:00Z' }),
    ],
  });
  const bars = stepBars(rows, Date.parse('2026-01-02T10:04:00Z'));
  expect(bars.get('extract')).toEqual({ left: 0, width: 25 });
  expect(bars.get('check')).toEqual({ left: 25, width: 75 });
  expect(bars.has('report')).toBe(false);
});

it('names a round', () => {
  expect(stepKey({ id: 'fit' })).toBe('fit');
  expect(stepKey({ id: 'fit', iteration: [0, 2] })).toBe('fit 0,2');
});
