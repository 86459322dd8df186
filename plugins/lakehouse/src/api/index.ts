export { askGitToken } from './askGitToken';
export { lakehouseApiRef } from './lakehouseApiRef';
export { LakehouseClient } from './LakehouseClient';
export type {
  ChangeQuery,
  LakehouseApi,
  LogQuery,
  MaybeChanges,
  PlacedRun,
  RequestOptions,
  RunQuery,
  UsageQuery,
  WorkloadQuery,
} from './LakehouseApi';
