import type { LakeFSAddress } from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakeFSApi } from '../LakeFSApi';
import { toSearch } from '../toSearch';
import type { Http } from './http';
import { pathOf } from './pathOf';

/** What is about lakeFS. */
export function lakefsCalls(http: Http): LakeFSApi {
  return {
    listLakeFSRepositories: (query, options) =>
      http.get(`/lakefs/repositories${toSearch({ ...query })}`, options),

    getLakeFSRepository: (address, options) =>
      http.get(repositoryPath(address), options),

    listLakeFSBranches: (address, query, options) =>
      http.get(
        `${repositoryPath(address)}/branches${toSearch({ ...query })}`,
        options,
      ),

    getLakeFSBranch: (address, branch, options) =>
      http.get(pathOf(`${repositoryPath(address)}/branches`, branch), options),

    listLakeFSRefs: (address, query, options) =>
      http.get(
        `${repositoryPath(address)}/refs${toSearch({ ...query })}`,
        options,
      ),

    listLakeFSCommits: (address, query, options) =>
      http.get(
        `${repositoryPath(address)}/commits${toSearch({ ...query })}`,
        options,
      ),

    compareLakeFS: (address, query, options) =>
      http.get(
        `${repositoryPath(address)}/compare${toSearch({ ...query })}`,
        options,
      ),

    listLakeFSUncommitted: (address, query, options) =>
      http.get(
        `${repositoryPath(address)}/uncommitted${toSearch({ ...query })}`,
        options,
      ),

    listLakeFSTables: (address, query, options) =>
      http.get(`${repositoryPath(address)}/tables${toSearch(query)}`, options),

    listLakeFSHookRuns: (address, query, options) =>
      http.get(
        `${repositoryPath(address)}/hooks${toSearch({ ...query })}`,
        options,
      ),

    getLakeFSHookRun: (address, run, options) =>
      http.get(pathOf(`${repositoryPath(address)}/hooks`, run), options),

    previewLakeFSPromotion: (address, query, options) =>
      http.get(
        `${repositoryPath(address)}/promotion${toSearch(query)}`,
        options,
      ),
  };
}

function repositoryPath({ server, repository }: LakeFSAddress): string {
  return pathOf('/lakefs/repositories', server, repository);
}
