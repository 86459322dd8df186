import type { ResourceRef } from './types';

/** The resources that the sync, the operator and the seed work with. */
export const SPARK_APPLICATIONS: ResourceRef = {
  group: 'sparkoperator.k8s.io',
  version: 'v1beta2',
  plural: 'sparkapplications',
};
export const SPARK_CONNECTS: ResourceRef = {
  group: 'sparkoperator.k8s.io',
  version: 'v1alpha1',
  plural: 'sparkconnects',
};
export const WORKFLOWS: ResourceRef = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'workflows',
};
export const PIPELINES: ResourceRef = {
  group: 'pipelines.kubeflow.org',
  version: 'v2beta1',
  plural: 'pipelines',
};
export const PIPELINE_VERSIONS: ResourceRef = {
  group: 'pipelines.kubeflow.org',
  version: 'v2beta1',
  plural: 'pipelineversions',
};
export const SCHEDULED_WORKFLOWS: ResourceRef = {
  group: 'kubeflow.org',
  version: 'v1beta1',
  plural: 'scheduledworkflows',
};
export const JOBS: ResourceRef = {
  group: 'batch',
  version: 'v1',
  plural: 'jobs',
};
export const CRON_JOBS: ResourceRef = {
  group: 'batch',
  version: 'v1',
  plural: 'cronjobs',
};
export const CONFIG_MAPS: ResourceRef = {
  group: '',
  version: 'v1',
  plural: 'configmaps',
};
export const PODS: ResourceRef = { group: '', version: 'v1', plural: 'pods' };
export const EVENTS: ResourceRef = {
  group: '',
  version: 'v1',
  plural: 'events',
};
export const SERVICES: ResourceRef = {
  group: '',
  version: 'v1',
  plural: 'services',
};
export const SERVICE_ACCOUNTS: ResourceRef = {
  group: '',
  version: 'v1',
  plural: 'serviceaccounts',
};
export const NODES: ResourceRef = { group: '', version: 'v1', plural: 'nodes' };
export const GIT_REPOSITORIES: ResourceRef = {
  group: 'source.toolkit.fluxcd.io',
  version: 'v1',
  plural: 'gitrepositories',
};
export const KUSTOMIZATIONS: ResourceRef = {
  group: 'kustomize.toolkit.fluxcd.io',
  version: 'v1',
  plural: 'kustomizations',
};
export const APPLICATIONS: ResourceRef = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'applications',
};
export const APP_PROJECTS: ResourceRef = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'appprojects',
};
