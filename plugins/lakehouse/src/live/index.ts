export { useLive, type Live } from './useLive';
export { useLiveList, type UseLiveListResult } from './useLiveList';
export { useQueryState, type QueryState } from './useQueryState';
export { useReading } from './useReading';
export { useTicking } from './useTicking';
