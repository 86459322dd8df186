/**
 * Scaffolder actions that open a GitOps pull request through the ChangeService.
 *
 * @packageDocumentation
 */
export { scaffolderModuleLakehouse as default } from './module';
