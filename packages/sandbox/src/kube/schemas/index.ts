import * as argocd from './argocd';
import * as batch from './batch';
import * as core from './core';
import * as flux from './flux';
import { JsonSchema } from './JsonSchema';
import * as kubeflow from './kubeflow';
import * as lakefront from './lakefront';
import * as spark from './spark';

const RBAC = 'rbac.authorization.k8s.io/v1';

const SCHEMAS: Record<string, JsonSchema> = {
  'v1/Namespace': core.namespace,
  'v1/Pod': core.pod,
  'v1/ConfigMap': core.configMap,
  'v1/Secret': core.secret,
  'v1/ServiceAccount': core.serviceAccount,
  'v1/ResourceQuota': core.resourceQuota,
  'v1/LimitRange': core.limitRange,
  'v1/PersistentVolumeClaim': core.persistentVolumeClaim,
  'batch/v1/Job': batch.job,
  'batch/v1/CronJob': batch.cronJob,
  'networking.k8s.io/v1/NetworkPolicy': core.networkPolicy,
  'policy/v1/PodDisruptionBudget': core.podDisruptionBudget,
  [`${RBAC}/Role`]: core.role,
  [`${RBAC}/ClusterRole`]: core.clusterRole,
  [`${RBAC}/RoleBinding`]: core.roleBinding,
  [`${RBAC}/ClusterRoleBinding`]: core.roleBinding,
  'sparkoperator.k8s.io/v1beta2/SparkApplication': spark.sparkApplication,
  'sparkoperator.k8s.io/v1alpha1/SparkConnect': spark.sparkConnect,
  'sparkoperator.k8s.io/v1beta2/ScheduledSparkApplication':
    spark.scheduledSparkApplication,
  'kustomize.toolkit.fluxcd.io/v1/Kustomization': flux.kustomization,
  'source.toolkit.fluxcd.io/v1/GitRepository': flux.gitRepository,
  'argoproj.io/v1alpha1/Application': argocd.application,
  'argoproj.io/v1alpha1/AppProject': argocd.appProject,
  'argoproj.io/v1alpha1/Workflow': kubeflow.workflow,
  'pipelines.kubeflow.org/v2beta1/Pipeline': kubeflow.pipeline,
  'pipelines.kubeflow.org/v2beta1/PipelineVersion': kubeflow.pipelineVersion,
  'kubeflow.org/v1beta1/ScheduledWorkflow': kubeflow.scheduledWorkflow,
  'coordination.k8s.io/v1/Lease': core.lease,
  'lakefront.dev/v1alpha1/LakeFSBranch': lakefront.lakeFSBranch,
};

/** Schema of the fields beside apiVersion, kind and metadata; undefined: any. */
export function schemaFor(
  groupVersion: string,
  kind: string,
): JsonSchema | undefined {
  return SCHEMAS[`${groupVersion}/${kind}`];
}
