import {
  appliedBy,
  type KubernetesObject,
  type ProposedObject,
  type WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { TidyConfig } from '../../tidyConfig';
import { isSuspended } from '../isSuspended';

const SUSPEND = 'suspend';

/**
 * What tidying asks for of a job: to suspend it some time after it finished,
 * so that a cluster that is built anew does not run it again, and to remove it
 * later; and of what expires: to remove it when nothing more comes of it.
 * Nothing for what runs, waits or is suspended by somebody, and for what no
 * sync applies. Pure.
 */
export function tidyStep(
  live: KubernetesObject,
  options: { kind: WorkloadKind; config: TidyConfig; now: number },
): ProposedObject | undefined {
  const { kind, config, now } = options;
  const { name } = live.metadata;
  if (kind.isSpent?.(live, now) && appliedBy(live)) {
    return { kind: kind.id, name, action: 'delete' };
  }
  const { state, endedAt } = kind.summarize(live);
  const since = endedAt ? now - Date.parse(endedAt) : NaN;
  const hasVerb = kind.verbs.some(({ id }) => id === SUSPEND);
  const isOver = state === 'succeeded' || state === 'failed';
  if (kind.role !== 'job' || !hasVerb || !isOver || !appliedBy(live)) {
    return undefined;
  }
  if (since >= config.removeAfterMs) {
    return { kind: kind.id, name, action: 'delete' };
  }
  return since >= config.suspendAfterMs && !isSuspended(live, kind)
    ? { kind: kind.id, name, action: 'verb', verb: SUSPEND }
    : undefined;
}
