import type { ResourceDefinition } from '@lakefront/kube-index';

/** What is watched under a name of the index. */
export type WatchedResource = Pick<
  ResourceDefinition,
  'group' | 'plural' | 'namespace'
>;
