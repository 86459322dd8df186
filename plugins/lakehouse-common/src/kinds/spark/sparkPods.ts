/** Label of every pod that the Kubeflow operator launches, or that its drivers and servers do. */
export const LAUNCHED_BY_OPERATOR =
  'sparkoperator.k8s.io/launched-by-spark-operator';
