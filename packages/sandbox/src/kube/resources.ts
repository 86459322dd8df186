import { ResourceRef } from '../types';
import { JsonSchema } from './schemas/JsonSchema';
import { schemaFor } from './schemas';

/** One resource that the sandbox serves. */
export interface ResourceDefinition extends ResourceRef {
  kind: string;
  singular: string;
  shortNames: string[];
  namespaced: boolean;
  /** `/status` is there: the main path ignores the status, `/status` all else. */
  status: boolean;
  /** Defined by a CustomResourceDefinition on a real server. */
  custom: boolean;
  /** Only POST, never kept: access reviews. */
  review: boolean;
  schema?: JsonSchema;
}

interface Traits {
  short?: string[];
  cluster?: boolean;
  status?: boolean;
  custom?: boolean;
  review?: boolean;
}

function define(
  groupVersion: string,
  kind: string,
  plural: string,
  traits: Traits = {},
): ResourceDefinition {
  const [version, group = ''] = groupVersion.split('/').reverse();
  return {
    group,
    version,
    plural,
    kind,
    singular: kind.toLowerCase(),
    shortNames: traits.short ?? [],
    namespaced: !traits.cluster,
    status: traits.status ?? false,
    custom: traits.custom ?? false,
    review: traits.review ?? false,
    schema: schemaFor(groupVersion, kind),
  };
}

const RBAC = 'rbac.authorization.k8s.io/v1';
const SPARK = 'sparkoperator.k8s.io/v1beta2';
const cluster = true;
const status = true;
const custom = true;
const review = { cluster: true, review: true };

/** Everything that can be served, in the order of discovery. */
export const RESOURCES: ResourceDefinition[] = [
  define('v1', 'Namespace', 'namespaces', { short: ['ns'], cluster, status }),
  define('v1', 'Node', 'nodes', { short: ['no'], cluster, status }),
  define('v1', 'Pod', 'pods', { short: ['po'], status }),
  define('v1', 'Service', 'services', { short: ['svc'], status }),
  define('v1', 'ConfigMap', 'configmaps', { short: ['cm'] }),
  define('v1', 'Secret', 'secrets'),
  define('v1', 'Event', 'events', { short: ['ev'] }),
  define('v1', 'ServiceAccount', 'serviceaccounts', { short: ['sa'] }),
  define('v1', 'ResourceQuota', 'resourcequotas', { short: ['quota'], status }),
  define('v1', 'LimitRange', 'limitranges', { short: ['limits'] }),
  define('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', {
    short: ['pvc'],
    status,
  }),
  define('apps/v1', 'Deployment', 'deployments', { short: ['deploy'], status }),
  define('apps/v1', 'StatefulSet', 'statefulsets', { short: ['sts'], status }),
  define('batch/v1', 'Job', 'jobs', { status }),
  define('batch/v1', 'CronJob', 'cronjobs', { short: ['cj'], status }),
  define('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', {
    short: ['netpol'],
  }),
  define(RBAC, 'Role', 'roles'),
  define(RBAC, 'RoleBinding', 'rolebindings'),
  define(RBAC, 'ClusterRole', 'clusterroles', { cluster }),
  define(RBAC, 'ClusterRoleBinding', 'clusterrolebindings', { cluster }),
  define('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', {
    short: ['pdb'],
    status,
  }),
  define(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    'customresourcedefinitions',
    { short: ['crd', 'crds'], cluster, status },
  ),
  define(SPARK, 'SparkApplication', 'sparkapplications', {
    short: ['sparkapp'],
    status,
    custom,
  }),
  define(SPARK, 'ScheduledSparkApplication', 'scheduledsparkapplications', {
    short: ['scheduledsparkapp'],
    status,
    custom,
  }),
  define('sparkoperator.k8s.io/v1alpha1', 'SparkConnect', 'sparkconnects', {
    short: ['sparkconn'],
    status,
    custom,
  }),
  define('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'kustomizations', {
    short: ['ks'],
    status,
    custom,
  }),
  define('source.toolkit.fluxcd.io/v1', 'GitRepository', 'gitrepositories', {
    short: ['gitrepo'],
    status,
    custom,
  }),
  // Argo CD writes the status of both with the rest: no `/status`.
  define('argoproj.io/v1alpha1', 'Application', 'applications', {
    short: ['app', 'apps'],
    custom,
  }),
  define('argoproj.io/v1alpha1', 'AppProject', 'appprojects', {
    short: ['appproj', 'appprojs'],
    custom,
  }),
  // Argo Workflows, as KFP brings it: without `/status`.
  define('argoproj.io/v1alpha1', 'Workflow', 'workflows', {
    short: ['wf'],
    custom,
  }),
  define('pipelines.kubeflow.org/v2beta1', 'Pipeline', 'pipelines', { custom }),
  define(
    'pipelines.kubeflow.org/v2beta1',
    'PipelineVersion',
    'pipelineversions',
    { status, custom },
  ),
  define('kubeflow.org/v1beta1', 'ScheduledWorkflow', 'scheduledworkflows', {
    short: ['swf'],
    custom,
  }),
  define('lakefront.dev/v1alpha1', 'LakeFSBranch', 'lakefsbranches', {
    short: ['lfb'],
    status,
    custom,
  }),
  define('coordination.k8s.io/v1', 'Lease', 'leases'),
  define(
    'authorization.k8s.io/v1',
    'SubjectAccessReview',
    'subjectaccessreviews',
    review,
  ),
  define(
    'authorization.k8s.io/v1',
    'SelfSubjectAccessReview',
    'selfsubjectaccessreviews',
    review,
  ),
  define(
    'authorization.k8s.io/v1',
    'SelfSubjectRulesReview',
    'selfsubjectrulesreviews',
    review,
  ),
  define(
    'authentication.k8s.io/v1',
    'SelfSubjectReview',
    'selfsubjectreviews',
    review,
  ),
];

/** `v1` or `apps/v1`. */
export function groupVersionOf(resource: {
  group: string;
  version: string;
}): string {
  return resource.group
    ? `${resource.group}/${resource.version}`
    : resource.version;
}

export function findResource(
  ref: ResourceRef,
  served: ResourceDefinition[] = RESOURCES,
): ResourceDefinition | undefined {
  return served.find(
    resource =>
      resource.plural === ref.plural &&
      resource.group === ref.group &&
      resource.version === ref.version,
  );
}

export function findKind(
  apiVersion: unknown,
  kind: unknown,
  served: ResourceDefinition[] = RESOURCES,
): ResourceDefinition | undefined {
  return served.find(
    resource =>
      resource.kind === kind && groupVersionOf(resource) === apiVersion,
  );
}

/** A resource of the registry that the code itself needs. */
export function builtinResource(group: string, plural: string) {
  const resource = RESOURCES.find(
    candidate => candidate.group === group && candidate.plural === plural,
  );
  if (!resource) {
    throw new Error(`no resource ${plural} in group "${group}"`);
  }
  return resource;
}
