export * from './types';
export * from './LakeFSClient';
export * from './errors';
export {
  createLakeFSClient,
  type LakeFSClientOptions,
} from './createLakeFSClient';
export {
  bidKey,
  type BranchMarks,
  claimKey,
  deletingKey,
  keptKey,
  type KeptMark,
  readBranchMarks,
} from './branchMarks';
export { divergentCommits, type Divergence } from './divergentCommits';
export { everyItem } from './everyItem';
export { isRepositoryPattern, mayUseRepository } from './repositoryPatterns';
