export * from './types';
export * from './LakeFSClient';
export * from './errors';
export {
  createLakeFSClient,
  type LakeFSClientOptions,
} from './createLakeFSClient';
export { everyItem } from './everyItem';
export { isRepositoryPattern, mayUseRepository } from './repositoryPatterns';
