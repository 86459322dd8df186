/**
 * Pages, cards and form fields of Lakefront.
 *
 * @packageDocumentation
 */
export { lakehousePlugin as default, lakehousePlugin } from './plugin';
export { lakehouseApiRef } from './api';
export type {
  ChangeQuery,
  LakeFSApi,
  LakeFSBranchQuery,
  LakeFSCommitQuery,
  LakeFSCompareQuery,
  LakeFSPage,
  LakeFSRefQuery,
  LakeFSRepositoryQuery,
  LakehouseApi,
  LogQuery,
  MaybeChanges,
  RequestOptions,
  RunQuery,
  UsageQuery,
  WorkloadQuery,
} from './api';
export type { DomainChoice, SecretEnv, SparkSize } from './fields';
