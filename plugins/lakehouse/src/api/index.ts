export { askGitToken } from './askGitToken';
export { lakehouseApiRef } from './lakehouseApiRef';
export { LakehouseClient } from './LakehouseClient';
export type {
  ChangeQuery,
  LakeFSCommitQuery,
  LakeFSRefQuery,
  LakeFSRepositoryQuery,
  LakehouseApi,
  LogQuery,
  MaybeChanges,
  PlacedRun,
  RequestOptions,
  RunQuery,
  UsageQuery,
  WorkloadQuery,
} from './LakehouseApi';
