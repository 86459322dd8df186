import type { KubernetesObject } from '../../types';
import { sparkActedOn } from './sparkActedOn';

const EDITED = Date.parse('2026-01-05T08:00:00Z');
const BEFORE = '2026-01-05T07:00:00Z';
const AFTER = '2026-01-05T08:00:20Z';

const job = (
  state: string | undefined,
  options: { submittedAt?: string; suspend?: boolean } = {},
): KubernetesObject => ({
  apiVersion: 'sparkoperator.k8s.io/v1beta2',
  kind: 'SparkApplication',
  metadata: { name: 'daily' },
  spec: { suspend: options.suspend },
  ...(state !== undefined && {
    status: {
      applicationState: { state },
      lastSubmissionAttemptTime: options.submittedAt,
    },
  }),
});

describe('sparkActedOn', () => {
  it.each<[string, KubernetesObject, boolean, boolean]>([
    [
      'completed as before',
      job('COMPLETED', { submittedAt: BEFORE }),
      true,
      false,
    ],
    ['runs as before', job('RUNNING', { submittedAt: BEFORE }), true, false],
    ['failed as before', job('FAILED', { submittedAt: BEFORE }), true, false],
    ['without a time', job('COMPLETED'), true, false],
    [
      'a time of nobody',
      job('FAILED', { submittedAt: '0001-01-01T00:00:00Z' }),
      true,
      false,
    ],
    ['was submitted again', job('RUNNING', { submittedAt: AFTER }), true, true],
    [
      'and is over by now',
      job('COMPLETED', { submittedAt: AFTER }),
      true,
      true,
    ],
    [
      'and was refused',
      job('SUBMISSION_FAILED', { submittedAt: AFTER }),
      true,
      true,
    ],
    [
      'cleans up first',
      job('INVALIDATING', { submittedAt: BEFORE }),
      true,
      true,
    ],
    ['waits to run', job('PENDING_RERUN', { submittedAt: BEFORE }), true, true],
    ['begins anew', job(undefined), true, true],
    [
      'an edit that runs nothing',
      job('RUNNING', { submittedAt: BEFORE }),
      false,
      true,
    ],
    [
      'runs on though suspended',
      job('RUNNING', { suspend: true }),
      false,
      false,
    ],
    [
      'not begun though suspended',
      job(undefined, { suspend: true }),
      false,
      false,
    ],
    ['suspends', job('SUSPENDING', { suspend: true }), false, true],
    ['suspended', job('SUSPENDED', { suspend: true }), false, true],
    ['over, and suspended', job('COMPLETED', { suspend: true }), false, true],
    ['suspended though resumed', job('SUSPENDED'), true, false],
    ['resumes', job('RESUMING', { submittedAt: BEFORE }), true, true],
  ])('%s', (_title, object, runsAgain, expected) => {
    expect(sparkActedOn(object, { since: EDITED, runsAgain })).toBe(expected);
  });
});
