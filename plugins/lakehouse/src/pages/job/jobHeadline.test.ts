import { workloadFixture } from '../../__testUtils__/workloads';
import { jobHeadline } from './jobHeadline';

const now = Date.parse('2026-01-02T10:21:22Z');
const base = workloadFixture({
  name: 'daily-orders',
  submittedAt: '2026-01-02T10:02:11Z',
  startedAt: '2026-01-02T10:02:42Z',
  endedAt: '2026-01-02T10:09:22Z',
});

describe('jobHeadline', () => {
  it('says why a job failed and how that compares', () => {
    expect(
      jobHeadline(
        {
          workload: {
            ...base,
            state: 'failed',
            reason: {
              code: 'out-of-memory',
              message: 'The driver ran out of memory (exit 137, limit 4 GiB).',
            },
          },
          usual: { runs: 12, medianSeconds: 480 },
        },
        now,
      ),
    ).toBe(
      'Failed 12 min ago: the driver ran out of memory (exit 137, limit 4 GiB). Usually takes 8 min; failed at 6 min 40 s.',
    );
  });

  it.each([
    ['running', { endedAt: undefined }, 'Running for 18 min 40 s.'],
    [
      'running',
      {
        endedAt: undefined,
        reason: {
          code: 'executors-missing',
          message:
            'Runs with 1 of 4 executors: the next one needs 52.8 GiB, sales has 42.9 GiB left.',
          missing: { role: 'executor', running: 1, wanted: 4 },
        },
      },
      'Running for 18 min 40 s with 1 of 4 executors: the next one needs 52.8 GiB, sales has 42.9 GiB left.',
    ],
    [
      'running',
      {
        endedAt: undefined,
        reason: { code: 'executor-lost', message: '1 executor was lost.' },
      },
      'Running for 18 min 40 s: 1 executor was lost.',
    ],
    ['succeeded', {}, 'Succeeded 12 min ago after 6 min 40 s.'],
    ['suspended', {}, 'Suspended: it does not run until somebody resumes it.'],
    [
      'pending',
      {
        startedAt: undefined,
        endedAt: undefined,
        reason: { code: 'quota', message: 'waits for 12 CPU over quota' },
      },
      'Waiting for 19 min 11 s: waits for 12 CPU over quota.',
    ],
    ['unknown', { stateDetail: 'WEIRD' }, 'Its state is unknown (WEIRD).'],
  ] as const)('says how a job is that is %s', (state, extra, sentence) => {
    expect(jobHeadline({ workload: { ...base, ...extra, state } }, now)).toBe(
      sentence,
    );
  });
});
