import type { Reason, WorkloadState } from '../../types';

const STATES: Record<string, WorkloadState> = {
  '': 'pending',
  PENDING: 'pending',
  RUNNING: 'running',
  PAUSED: 'running',
  CANCELING: 'running',
  SUCCEEDED: 'succeeded',
  SKIPPED: 'succeeded',
  FAILED: 'failed',
  ERROR: 'failed',
  CANCELED: 'failed',
};

/** Code of the reason of a run that somebody stopped; such a run says nothing of success. @public */
export const CANCELLED = 'cancelled';

/**
 * What a word of KFP (`SUCCEEDED`) or Argo (`Succeeded`) for a run means; a
 * word that neither has is `unknown`. Pure.
 * @public
 */
export function readRunState(word: string | undefined): {
  state: WorkloadState;
  reason?: Reason;
} {
  const known = (word ?? '').toUpperCase();
  return {
    state: Object.hasOwn(STATES, known) ? STATES[known] : 'unknown',
    ...(known === 'CANCELED' && {
      reason: { code: CANCELLED, message: 'Somebody stopped it.' },
    }),
  };
}
