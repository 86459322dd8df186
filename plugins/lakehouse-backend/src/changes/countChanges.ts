import type { ChangePhase } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Knex } from 'knex';

export interface ChangeCount {
  phase: ChangePhase;
  blocked: boolean;
  count: number;
}

/** How many changes there are in each phase, and how many of them are stuck. */
export async function countChanges(knex: Knex): Promise<ChangeCount[]> {
  const rows: Array<{
    phase: ChangePhase;
    count: number | string;
    stuck: number | string;
  }> = await knex('changes')
    .groupBy('phase')
    .orderBy('phase')
    .select('phase')
    .count({ count: '*', stuck: 'blocked_reason' });
  return rows.flatMap(({ phase, count, stuck }) => {
    const blocked = Number(stuck);
    return [
      { phase, blocked: false, count: Number(count) - blocked },
      ...(blocked > 0 ? [{ phase, blocked: true, count: blocked }] : []),
    ];
  });
}
