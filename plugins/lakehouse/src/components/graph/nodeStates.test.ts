import type {
  PipelineStepRun,
  PipelineStepState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { nodeStates } from './nodeStates';

const rounds = (...states: PipelineStepState[]): PipelineStepRun[] =>
  states.map((state, index) => ({
    ...{ id: 'fit', iteration: [index], state, stateDetail: state, retries: 0 },
  }));

describe('nodeStates', () => {
  it.each<[PipelineStepState[], PipelineStepState, number]>([
    [['succeeded', 'succeeded'], 'succeeded', 2],
    [['succeeded', 'failed', 'running'], 'failed', 2],
    [['succeeded', 'running'], 'running', 1],
    [['pending', 'pending'], 'pending', 0],
    [['succeeded', 'pending'], 'running', 1],
    [['skipped', 'skipped'], 'skipped', 2],
    [['skipped', 'succeeded'], 'succeeded', 2],
    [['succeeded', 'unknown'], 'unknown', 1],
  ])('of rounds that are %j is %s', (states, state, ended) => {
    expect(nodeStates(rounds(...states)).get('fit')).toMatchObject({
      state,
      rounds: { all: states.length, ended },
    });
  });

  it('is cached only where every round was', () => {
    const [first, second] = rounds('succeeded', 'succeeded');
    const cached = (steps: PipelineStepRun[]) =>
      nodeStates(steps).get('fit')?.cached;
    expect(cached([{ ...first, cached: true }, second])).toBe(false);
    expect(
      cached([
        { ...first, cached: true },
        { ...second, cached: true },
      ]),
    ).toBe(true);
    const whole = { ...first, iteration: undefined };
    expect(cached([whole])).toBe(false);
    expect(cached([whole, { ...second, cached: true }])).toBe(true);
  });

  it('of a loop is its own, whatever its rounds say', () => {
    const [one] = rounds('succeeded');
    expect(
      nodeStates([{ ...one, iteration: undefined, state: 'running' }, one]).get(
        'fit',
      ),
    ).toMatchObject({ state: 'running', rounds: { all: 1, ended: 1 } });
  });

  it('of nothing is nothing', () => {
    expect(nodeStates([]).size).toBe(0);
  });
});
