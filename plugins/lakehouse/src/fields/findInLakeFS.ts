import type {
  LakeFSAddress,
  LakeFSRepository,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseApi } from '../api';
import { readError } from '../components/readError';
import { isCommitId, notLive } from './lakefsPlace';
import type { DomainChoice } from './place';

/** As many as may have a name that begins alike. */
const LIMIT = 100;

/**
 * The repository of this very name, of those that the domain may use;
 * undefined where it is none of them. Throws where lakeFS did not answer.
 */
export async function findRepository(
  api: LakehouseApi,
  place: DomainChoice,
  { server, repository }: LakeFSAddress,
  signal?: AbortSignal,
): Promise<LakeFSRepository | undefined> {
  const { items, freshness } = await api.listLakeFSRepositories(
    { ...place, q: repository, limit: LIMIT },
    { signal },
  );
  const found = items.find(
    item => item.server === server && item.repository === repository,
  );
  const away = notLive(freshness);
  if (!found && away) {
    throw new Error(away);
  }
  return found;
}

/** What a branch, a tag or a commit of this very name is; undefined where there is none. */
export async function findRef(
  api: LakehouseApi,
  repository: LakeFSAddress,
  ref: string,
  signal?: AbortSignal,
): Promise<'branch' | 'tag' | 'commit' | undefined> {
  const { items, freshness } = await api.listLakeFSRefs(
    repository,
    { q: ref, limit: LIMIT },
    { signal },
  );
  const found = items.find(({ id }) => id === ref);
  if (found) {
    return found.type;
  }
  const away = notLive(freshness);
  if (away) {
    throw new Error(away);
  }
  return isCommitId(ref) && (await isCommit(api, repository, ref, signal))
    ? 'commit'
    : undefined;
}

async function isCommit(
  api: LakehouseApi,
  repository: LakeFSAddress,
  ref: string,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    const { items } = await api.listLakeFSCommits(
      repository,
      { ref, limit: 1 },
      { signal },
    );
    return items.length > 0;
  } catch (error) {
    if (readError(error).kind === 'not-found') {
      return false;
    }
    throw error;
  }
}
