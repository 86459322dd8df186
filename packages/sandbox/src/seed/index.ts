export { gitopsFiles } from './gitopsFiles';
export { GITOPS_REPOSITORY, seedSandbox } from './seedSandbox';
export { SEED_DOMAINS, type SeedDomain } from './SeedDomain';
export { SEED_JOBS } from './jobs';
export type { SeedJob } from './SeedJob';
