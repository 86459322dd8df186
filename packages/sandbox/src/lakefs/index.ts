export {
  createLakeFSServer,
  type SandboxLakeFSServer,
} from './createLakeFSServer';
export { LakeHost, type LakeHostOptions, type LakeUser } from './host/LakeHost';
