export * from './types';
export { ManualClock, systemClock } from './clock';
export { seededRandom } from './random';
export { sampleUsers } from './sampleUsers';
export {
  startSandbox,
  type Sandbox,
  type SandboxOptions,
} from './startSandbox';
export { createGitServer, type SandboxGitServer } from './git';
export { createKubeServer } from './kube';
export { type SandboxKubeflowServer } from './kubeflow';
export { createLakeFSServer, type SandboxLakeFSServer } from './lakefs';
export {
  EAST,
  gitopsFiles,
  GITOPS_REPOSITORY,
  SEED_DOMAINS,
  SEED_JOBS,
  WEST,
} from './seed';
export { JOB_OUTCOMES, type JobOutcome } from './spark';
