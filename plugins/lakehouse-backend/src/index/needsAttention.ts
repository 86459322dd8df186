import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';

/** Whether somebody should look: it failed, or all or part of it waits. */
export function needsAttention({
  state,
  reason,
}: Pick<Workload, 'state' | 'reason'>): boolean {
  return (
    state === 'failed' || state === 'pending' || reason?.missing !== undefined
  );
}
