export {
  createChangeService,
  type ChangeServiceOptions,
} from './createChangeService';
export { ChangeRefusedError } from './ChangeRefusedError';
export { createReadGitFile, type ReadGitFile } from './readGitFile';
