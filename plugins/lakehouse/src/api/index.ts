export { askGitToken } from './askGitToken';
export { lakehouseApiRef } from './lakehouseApiRef';
export { createLakehouseClient } from './client/createLakehouseClient';
export type {
  KubeflowAddress,
  KubeflowApi,
  KubeflowPage,
  PipelineQuery,
  PipelineRunQuery,
  PipelineStepQuery,
} from './KubeflowApi';
export type {
  LakeFSApi,
  LakeFSBranchQuery,
  LakeFSCommitQuery,
  LakeFSCompareQuery,
  LakeFSPage,
  LakeFSRefQuery,
  LakeFSRepositoryQuery,
} from './LakeFSApi';
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
