export { lakehouseApiRef } from './lakehouseApiRef';
export { LakehouseClient } from './LakehouseClient';
export type {
  ChangeQuery,
  LakehouseApi,
  LogQuery,
  MaybeChanges,
  RequestOptions,
  RunQuery,
  WorkloadQuery,
} from './LakehouseApi';
