import { orderKinds } from '../gitops/orderKinds';
import type { KubeObject } from '../types';

/** Applied before all else, and before anything else is even tried. */
const DEFINITIONS = ['CustomResourceDefinition', 'Namespace'];

const FIRST = [
  'ClusterClass',
  'RuntimeClass',
  'PriorityClass',
  'StorageClass',
  'ResourceQuota',
  'ServiceAccount',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Service',
  'LimitRange',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
];

const compare = orderKinds(FIRST);

/**
 * The stages that objects are applied in. Within a stage everything is tried
 * first and nothing is applied where one of them is refused; definitions come
 * in a stage of their own, since the rest cannot be tried without them.
 */
export function toStages(objects: KubeObject[]): KubeObject[][] {
  const isDefinition = (object: KubeObject) =>
    DEFINITIONS.includes(object.kind);
  return [
    objects.filter(isDefinition).sort(compare),
    objects.filter(object => !isDefinition(object)).sort(compare),
  ].filter(stage => stage.length > 0);
}
