import type {
  LakeFSAddress,
  LakeFSBranchDetail,
  LakeFSBranchList,
  LakeFSBranchView,
  LakeFSCommit,
  LakeFSComparison,
  LakeFSHookRun,
  LakeFSHookRunDetail,
  LakeFSList,
  LakeFSPromotionPreview,
  LakeFSRef,
  LakeFSRepository,
  LakeFSRepositoryDetail,
  LakeFSTables,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { RequestOptions } from './LakehouseApi';

/** Part of a list that is read page by page. @public */
export interface LakeFSPage {
  limit?: number;
  cursor?: string;
}

/** Which repositories a list is about. @public */
export interface LakeFSRepositoryQuery extends LakeFSPage {
  /** Those that this domain may use. */
  domain?: string;
  kubernetesCluster?: string;
  /** Part of a name. */
  q?: string;
}

/** Which branches a list is about. @public */
export interface LakeFSBranchQuery extends LakeFSPage {
  /** Part of a name. */
  q?: string;
  view?: LakeFSBranchView;
  /** A column, with `-` before it for descending. */
  sort?: string;
}

/** Which branches and tags a list is about. @public */
export interface LakeFSRefQuery extends LakeFSPage {
  /** Part of a name. */
  q?: string;
}

/** Which commits a list is about: those of `ref`, newest first. @public */
export interface LakeFSCommitQuery extends LakeFSPage {
  ref: string;
}

/** What a merge of `to` into `from` would bring below a folder. @public */
export interface LakeFSCompareQuery extends LakeFSPage {
  from: string;
  to: string;
  /** With its `/` at the end; all where it is left out. */
  prefix?: string;
}

/** What the pages, cards and form fields ask of the backend about lakeFS. @public */
export interface LakeFSApi {
  listLakeFSRepositories(
    query: LakeFSRepositoryQuery,
    options?: RequestOptions,
  ): Promise<LakeFSList<LakeFSRepository>>;
  getLakeFSRepository(
    address: LakeFSAddress,
    options?: RequestOptions,
  ): Promise<LakeFSRepositoryDetail>;
  listLakeFSBranches(
    address: LakeFSAddress,
    query: LakeFSBranchQuery,
    options?: RequestOptions,
  ): Promise<LakeFSBranchList>;
  getLakeFSBranch(
    address: LakeFSAddress,
    branch: string,
    options?: RequestOptions,
  ): Promise<LakeFSBranchDetail>;
  /** Branches and tags of a repository. */
  listLakeFSRefs(
    address: LakeFSAddress,
    query: LakeFSRefQuery,
    options?: RequestOptions,
  ): Promise<Omit<LakeFSList<LakeFSRef>, 'total'>>;
  listLakeFSCommits(
    address: LakeFSAddress,
    query: LakeFSCommitQuery,
    options?: RequestOptions,
  ): Promise<LakeFSList<LakeFSCommit>>;
  compareLakeFS(
    address: LakeFSAddress,
    query: LakeFSCompareQuery,
    options?: RequestOptions,
  ): Promise<LakeFSComparison>;
  /** What was written or removed on a branch since its last commit. */
  listLakeFSUncommitted(
    address: LakeFSAddress,
    query: LakeFSPage & { branch: string; prefix?: string },
    options?: RequestOptions,
  ): Promise<LakeFSComparison>;
  listLakeFSTables(
    address: LakeFSAddress,
    query: { from: string; to: string },
    options?: RequestOptions,
  ): Promise<LakeFSTables>;
  listLakeFSHookRuns(
    address: LakeFSAddress,
    query: LakeFSPage & { branch: string },
    options?: RequestOptions,
  ): Promise<LakeFSList<LakeFSHookRun>>;
  getLakeFSHookRun(
    address: LakeFSAddress,
    run: string,
    options?: RequestOptions,
  ): Promise<LakeFSHookRunDetail>;
  /** What promoting a branch would do now; nothing is written. */
  previewLakeFSPromotion(
    address: LakeFSAddress,
    query: { branch: string; into: string },
    options?: RequestOptions,
  ): Promise<LakeFSPromotionPreview>;
}
