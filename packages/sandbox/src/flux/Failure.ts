import { ApplyError, PruneError } from './applyManifests';

/** Why a reconciliation did not come to its end, as its Ready condition says it. */
export class Failure extends Error {
  constructor(readonly reason: string, message: string) {
    super(message);
  }
}

/** Any error as a failure; what has a reason of its own keeps it. */
export function toFailure(reason: string, cause: unknown): Failure {
  if (cause instanceof Failure) return cause;
  if (cause instanceof PruneError) {
    return new Failure('PruneFailed', cause.message);
  }
  if (cause instanceof ApplyError) {
    return new Failure('ReconciliationFailed', cause.message);
  }
  return new Failure(
    reason,
    cause instanceof Error ? cause.message : String(cause),
  );
}
