import type { KubernetesObject } from '../../types';
import type { WorkloadSummary } from '../WorkloadKind';
import { specOf, textAt } from './shapes';

/** A `Pipeline` as a flat row. It has no status: it is there, or it is going. */
export function summarizePipeline(object: KubernetesObject): WorkloadSummary {
  const spec = specOf(object);
  return {
    ...standingOf(object),
    description: [
      textAt(spec, 'displayName') ?? object.metadata.name,
      ...(textAt(spec, 'description') ?? '').split('\n', 1),
    ]
      .filter(text => text !== '')
      .join(' · '),
    pipeline: { name: object.metadata.name },
    links: [],
  };
}

/** The state of what is declared and does nothing by itself. */
export function standingOf({
  metadata,
}: KubernetesObject): Pick<
  WorkloadSummary,
  'state' | 'stateDetail' | 'submittedAt' | 'reason'
> {
  const { creationTimestamp, deletionTimestamp } = metadata;
  return {
    state: deletionTimestamp ? 'pending' : 'succeeded',
    stateDetail: deletionTimestamp ? 'Deleting' : 'Ready',
    ...(creationTimestamp && { submittedAt: creationTimestamp }),
    ...(deletionTimestamp && {
      reason: { code: 'deleting', message: 'It is being deleted.' },
    }),
  };
}
