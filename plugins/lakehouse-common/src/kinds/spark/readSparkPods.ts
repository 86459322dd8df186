import type { PodSummary, Workload } from '../../types';
import { podTrouble } from '../podTrouble';

/**
 * What the operator does not say of a submitted job: why its driver does not
 * begin. It notes only that the driver was made.
 */
export function readSparkPods(
  workload: Workload,
  pods: () => PodSummary[],
): Workload {
  if (workload.state !== 'pending' || workload.reason) {
    return workload;
  }
  const driver = pods().find(
    ({ role, phase }) => role === 'driver' && phase === 'Pending',
  );
  const reason =
    driver && podTrouble(driver, { who: 'driver', path: 'spec.driver' });
  return reason ? { ...workload, reason } : workload;
}
