import { readRunState } from './runStates';

describe('readRunState', () => {
  it.each([
    [undefined, 'pending'],
    ['', 'pending'],
    ['PENDING', 'pending'],
    ['Pending', 'pending'],
    ['RUNNING', 'running'],
    ['Running', 'running'],
    ['PAUSED', 'running'],
    ['CANCELING', 'running'],
    ['SUCCEEDED', 'succeeded'],
    ['Succeeded', 'succeeded'],
    ['SKIPPED', 'succeeded'],
    ['FAILED', 'failed'],
    ['Failed', 'failed'],
    ['Error', 'failed'],
    ['CANCELED', 'failed'],
    ['RUNTIME_STATE_UNSPECIFIED', 'unknown'],
    ['constructor', 'unknown'],
  ])('%s is %s', (word, state) => {
    expect(readRunState(word).state).toBe(state);
  });

  it('tells a run that was stopped from one that failed', () => {
    expect(readRunState('CANCELED').reason?.code).toBe('cancelled');
    expect(readRunState('FAILED').reason).toBeUndefined();
  });
});
