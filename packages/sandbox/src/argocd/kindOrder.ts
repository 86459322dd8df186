import { orderKinds } from '../gitops/orderKinds';

/** The order of kinds within a sync wave; what is not named comes last. */
const ORDER = [
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'Service',
  'Deployment',
  'StatefulSet',
  'Job',
  'CronJob',
];

/** Namespaces before what lives in them; then by kind and name. */
export const compareKinds = orderKinds(ORDER);
