import type { ChangeRequest } from '@lakefront/backstage-plugin-lakehouse-common';
import { cutList } from '../queries/pageSize';
import type { ChangeQuery, ChangeService, DomainKey } from '../types';

/** A page that fits; where it does not, a shorter one, which knows where the next begins. */
export async function listFitting(
  changes: Pick<ChangeService, 'list'>,
  keys: ReadonlySet<DomainKey>,
  query: ChangeQuery,
): Promise<{ items: ChangeRequest[]; nextCursor?: string }> {
  const page = await changes.list(keys, query);
  const { items, truncated } = cutList(page.items);
  return truncated
    ? changes.list(keys, { ...query, limit: items.length })
    : page;
}
