import type { Knex } from 'knex';
import type { ChangeQuery, DomainKey } from '../types';
import type { ChangeColumns } from './changeColumns';
import { readCursor } from './changeCursor';
import { FOLLOWED_PHASES } from './ChangeRow';

/** The changes that a query is about, in their order: the newest first, or what is stuck longest. */
export function selectChanges(
  knex: Knex,
  scope: ReadonlySet<DomainKey>,
  query: Omit<ChangeQuery, 'limit'>,
): Knex.QueryBuilder<ChangeColumns, ChangeColumns[]> {
  const order = query.blocked ? 'asc' : 'desc';
  const select = knex<ChangeColumns>('changes')
    .whereIn('scope', [...scope])
    .orderBy([
      { column: 'created_at', order },
      { column: 'id', order },
    ]);
  const { domain, kubernetesCluster, requestedBy, phase, object } = query;
  if (query.blocked) {
    select.whereNotNull('blocked_reason').whereIn('phase', FOLLOWED_PHASES);
  }
  if (domain !== undefined) {
    select.where({ domain });
  }
  if (kubernetesCluster !== undefined) {
    select.where({ kubernetes_cluster: kubernetesCluster });
  }
  if (requestedBy !== undefined) {
    select.where({ requested_by: requestedBy });
  }
  if (phase && phase.length > 0) {
    select.whereIn('phase', phase);
  }
  if (object) {
    select.whereIn(
      'id',
      knex('change_files').where(object).select('change_id'),
    );
  }
  if (query.cursor !== undefined) {
    const { createdAt, id } = readCursor(query.cursor);
    const beyond = query.blocked ? '>' : '<';
    select.where(after =>
      after
        .where('created_at', beyond, createdAt)
        .orWhere(same =>
          same.where({ created_at: createdAt }).where('id', beyond, id),
        ),
    );
  }
  return select;
}
