export { gitopsFiles } from './gitopsFiles';
export { GITOPS_REPOSITORY, seedCluster, seedRepository } from './seedSandbox';
export { EAST, WEST, type SeedCluster } from './SeedCluster';
export { seedLakes } from './lakes';
export { SEED_DOMAINS, type SeedDomain } from './SeedDomain';
export { SEED_JOBS } from './jobs';
export type { SeedJob } from './SeedJob';
