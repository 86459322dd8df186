/**
 * Pages, cards and form fields of Lakefront.
 *
 * @packageDocumentation
 */
export { lakehousePlugin as default, lakehousePlugin } from './plugin';
export { lakehouseApiRef } from './api';
export type {
  ChangeQuery,
  LakeFSCommitQuery,
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
