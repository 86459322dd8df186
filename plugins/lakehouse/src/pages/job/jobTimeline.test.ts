import { workloadFixture } from '../../__testUtils__/workloads';
import { jobTimeline } from './jobTimeline';

const pod = {
  name: 'daily-orders-driver',
  role: 'driver',
  phase: 'Running',
  restarts: 0,
  createdAt: '2026-01-02T10:02:15Z',
  startedAt: '2026-01-02T10:02:42Z',
};

describe('jobTimeline', () => {
  it('tells a failed job from start to end', () => {
    const steps = jobTimeline(
      workloadFixture({
        state: 'failed',
        submittedAt: '2026-01-02T10:02:11Z',
        endedAt: '2026-01-02T10:09:22Z',
        reason: { code: 'x', message: 'm', detail: 'exit 137' },
      }),
      [pod],
    );
    expect(steps.map(step => [step.id, step.state])).toEqual([
      ['submitted', 'done'],
      ['scheduled', 'done'],
      ['running', 'done'],
      ['ended', 'failed'],
    ]);
    expect(steps[1].meta).toBe('+4 s');
    expect(steps[3].problem).toBe('exit 137');
  });

  it('shows what a job waits for', () => {
    const steps = jobTimeline(
      workloadFixture({
        state: 'pending',
        submittedAt: '2026-01-02T10:02:11Z',
        startedAt: undefined,
        endedAt: undefined,
      }),
    );
    expect(steps.map(step => step.state)).toEqual([
      'done',
      'active',
      'waiting',
      'waiting',
    ]);
  });

  it('takes no pod for running that its node only took on', () => {
    const steps = jobTimeline(
      workloadFixture({ state: 'pending', startedAt: undefined }),
      [{ ...pod, phase: 'Pending', reason: 'ErrImagePull' }],
    );
    expect(steps.find(({ id }) => id === 'running')?.state).toBe('active');
  });

  it('leaves out what was never seen of a job that is over', () => {
    expect(
      jobTimeline(
        workloadFixture({
          state: 'succeeded',
          submittedAt: '2026-01-02T10:02:11Z',
          startedAt: '2026-01-02T10:02:42Z',
          endedAt: '2026-01-02T10:09:22Z',
        }),
      ).map(step => step.id),
    ).toEqual(['submitted', 'running', 'ended']);
  });
});
