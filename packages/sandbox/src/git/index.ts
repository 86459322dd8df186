export { createGitServer } from './createGitServer';
export type { SandboxGitServer } from './createGitServer';
export type { GitHostOptions as GitServerOptions } from './host/GitHost';
export type { Fault, FaultRule, Faults } from '../faults';
