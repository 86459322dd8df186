export {
  createLakeFSServer,
  type SandboxLakeFSServer,
} from './createLakeFSServer';
export { saveToBranch } from './saveToBranch';
export { LakeHost, type LakeHostOptions, type LakeUser } from './host/LakeHost';
