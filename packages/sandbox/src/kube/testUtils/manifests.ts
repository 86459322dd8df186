import { KubeObject, KubeUser } from '../../types';

export const admin: KubeUser = { name: 'admin', groups: ['system:masters'] };

export const PODS = { group: '', version: 'v1', plural: 'pods' };
export const CONFIG_MAPS = { group: '', version: 'v1', plural: 'configmaps' };
export const NAMESPACES = { group: '', version: 'v1', plural: 'namespaces' };
export const SECRETS = { group: '', version: 'v1', plural: 'secrets' };
export const QUOTAS = { group: '', version: 'v1', plural: 'resourcequotas' };
export const LIMITS = { group: '', version: 'v1', plural: 'limitranges' };
export const APPS = {
  group: 'sparkoperator.k8s.io',
  version: 'v1beta2',
  plural: 'sparkapplications',
};
export const ROLES = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  plural: 'roles',
};
export const BINDINGS = { ...ROLES, plural: 'rolebindings' };

export function namespace(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

export function configMap(
  name: string,
  data: Record<string, string> = {},
  more: Partial<KubeObject['metadata']> = {},
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'dom-sales', ...more },
    data,
  };
}

export function pod(
  name: string,
  resources: {
    requests?: Record<string, string>;
    limits?: Record<string, string>;
  } = {},
  more: Partial<KubeObject['metadata']> = {},
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'dom-sales', ...more },
    spec: { containers: [{ name: 'main', image: 'spark:4', resources }] },
  };
}

export function sparkApplication(
  name: string,
  spec: Record<string, unknown> = {},
): KubeObject {
  return {
    apiVersion: 'sparkoperator.k8s.io/v1beta2',
    kind: 'SparkApplication',
    metadata: { name, namespace: 'dom-sales' },
    spec: {
      type: 'Python',
      sparkVersion: '4.0.0',
      mainApplicationFile: 's3a://lake/etl.py',
      driver: { cores: 1, memory: '1g' },
      executor: { instances: 2, cores: 1, memory: '2g' },
      ...spec,
    },
  };
}

/** A role and its binding to a user, in `dom-sales`. */
export function grant(
  userName: string,
  rules: Array<Record<string, string[]>>,
): KubeObject[] {
  const apiGroup = 'rbac.authorization.k8s.io';
  const metadata = { name: `for-${userName}`, namespace: 'dom-sales' };
  return [
    { apiVersion: `${apiGroup}/v1`, kind: 'Role', metadata, rules },
    {
      apiVersion: `${apiGroup}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup, kind: 'Role', name: metadata.name },
      subjects: [{ apiGroup, kind: 'User', name: userName }],
    },
  ];
}
