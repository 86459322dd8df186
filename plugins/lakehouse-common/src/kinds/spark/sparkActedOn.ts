import type { KubernetesObject } from '../../types';
import { toSparkApplication, toTime } from './SparkApplication';

/** Where it is, suspending it is nothing to the operator. */
const AT_REST = ['COMPLETED', 'FAILED', 'SUSPENDING', 'SUSPENDED'];
/** On the way to another run. */
const STARTING = ['', 'INVALIDATING', 'PENDING_RERUN', 'RESUMING'];

/**
 * Whether the operator has acted on an edit. It hears of one by comparing two
 * events, and says itself that it can miss one; there is no observedGeneration
 * to tell it by, so its state and the time of its last submission do.
 */
export function sparkActedOn(
  object: KubernetesObject,
  edit: { since: number; runsAgain: boolean },
): boolean {
  const { spec, status } = toSparkApplication(object);
  const state = status?.applicationState?.state ?? '';
  if (spec.suspend) {
    return AT_REST.includes(state);
  }
  if (state === 'SUSPENDED') {
    return false;
  }
  const submittedAt = toTime(status?.lastSubmissionAttemptTime);
  return (
    !edit.runsAgain ||
    STARTING.includes(state) ||
    (submittedAt !== undefined && Date.parse(submittedAt) >= edit.since)
  );
}
