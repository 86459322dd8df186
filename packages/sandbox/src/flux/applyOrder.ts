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

function rank(kind: string): number {
  const index = FIRST.indexOf(kind);
  return index < 0 ? FIRST.length : index;
}

function compare(a: KubeObject, b: KubeObject): number {
  return (
    rank(a.kind) - rank(b.kind) ||
    a.kind.localeCompare(b.kind) ||
    (a.metadata.namespace ?? '').localeCompare(b.metadata.namespace ?? '') ||
    a.metadata.name.localeCompare(b.metadata.name)
  );
}

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
