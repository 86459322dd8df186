import type { ChangePhase } from '@lakefront/backstage-plugin-lakehouse-common';

/** Something is still to happen. */
export const underWay: ChangePhase[] = ['open', 'merged', 'synced'];
/** Nothing happens any more: it is live, or it ended before. */
export const over: ChangePhase[] = ['live', 'closed', 'failed'];
