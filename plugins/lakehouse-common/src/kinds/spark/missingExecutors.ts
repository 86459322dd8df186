import type { MissingPods, Reason } from '../../types';
import type { SparkApplication } from './SparkApplication';
import { sparkFootprint } from './sparkFootprint';

/**
 * Executors that a running application has fewer of than it asks for at least,
 * while none of them is on its way. The object alone cannot tell one that
 * starts from one that waits: whoever knows the quota decides.
 */
export function missingExecutors(
  app: SparkApplication,
): MissingPods | undefined {
  if (app.status?.applicationState?.state !== 'RUNNING') {
    return undefined;
  }
  const states = Object.values(app.status.executorState ?? {});
  if (states.includes('PENDING')) {
    return undefined;
  }
  const wanted =
    sparkFootprint(app).parts.find(part => part.role === 'executor')
      ?.minCount ?? 0;
  const running = states.filter(state => state === 'RUNNING').length;
  return running < wanted ? { role: 'executor', running, wanted } : undefined;
}

/** A reason with the executors that are missing; on its own where there is no other. */
export function withMissing(
  reason: Reason | undefined,
  missing: MissingPods | undefined,
): Reason | undefined {
  if (!missing) {
    return reason;
  }
  const { running, wanted } = missing;
  return {
    ...(reason ?? {
      code: 'executors-missing',
      message: `Runs with ${running} of ${wanted} executor${
        wanted === 1 ? '' : 's'
      }; the ${wanted - running === 1 ? 'other waits' : 'others wait'}.`,
    }),
    missing,
  };
}
