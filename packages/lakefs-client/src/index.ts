export * from './types';
export * from './LakeFSClient';
export * from './errors';
export {
  createLakeFSClient,
  type LakeFSClientOptions,
} from './createLakeFSClient';
export { divergentCommits, type Divergence } from './divergentCommits';
export { everyItem } from './everyItem';
export { isRepositoryPattern, mayUseRepository } from './repositoryPatterns';
