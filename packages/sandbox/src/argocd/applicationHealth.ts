import type { Health } from './argoObjects';
import type { ComparedObject } from './compareState';

/** From best to worst, as Argo CD orders them. */
const ORDER: Health[] = [
  'Healthy',
  'Suspended',
  'Progressing',
  'Missing',
  'Degraded',
  'Unknown',
];

/** Argo CD's check of a SparkApplication: what it does not know is Progressing, suspended ones too. */
const OF_SPARK: Record<string, Health> = {
  RUNNING: 'Healthy',
  COMPLETED: 'Healthy',
  FAILED: 'Degraded',
  SUBMISSION_FAILED: 'Degraded',
  FAILING: 'Degraded',
  INVALIDATING: 'Missing',
};

function healthOf({ live, status: { kind } }: ComparedObject): Health {
  // Kinds without a check count as healthy, there or not.
  if (kind !== 'SparkApplication') return 'Healthy';
  if (!live) return 'Missing';
  const status = live.status as
    | { applicationState?: { state?: string } }
    | undefined;
  return OF_SPARK[status?.applicationState?.state ?? ''] ?? 'Progressing';
}

/** The worst of what Git wants. It says nothing about whether Git is applied. */
export function applicationHealth(compared: ComparedObject[]): Health {
  return compared
    .filter(({ target }) => target)
    .map(healthOf)
    .reduce<Health>(
      (worst, one) => (ORDER.indexOf(one) > ORDER.indexOf(worst) ? one : worst),
      'Healthy',
    );
}
