export {
  createChangeService,
  type ChangeServiceOptions,
} from './createChangeService';
export { ChangeRefusedError } from './ChangeRefusedError';
export { createTidier } from './tidy/createTidier';
export { createReadGitFile, type ReadGitFile } from './readGitFile';
